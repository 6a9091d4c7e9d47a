using System.Security.Cryptography;
using System.Text;
using Dispatcher.Contract;
using Dispatcher.Oci.Addresses;
using Dispatcher.Oracle;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using SdkRegion = Oci.Common.Region;

namespace Dispatcher.Oci.Tests;

/// <summary>What the adapter on Oracle's SDK does itself. In the build with <c>OraclePackages=true</c> only.</summary>
public sealed class OracleSdkTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("date: now\n(request-target): get /n");

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(2056)]
    [InlineData(3072)]
    public void A_key_that_has_lost_its_factors_signs_as_the_whole_key(int bits)
    {
        using var key = RSA.Create(bits);
        RSAParameters whole = key.ExportParameters(includePrivateParameters: true);
        var lost = new RsaKeyParameters(true, new BigInteger(1, whole.Modulus), new BigInteger(1, whole.D));

        RsaPrivateCrtKeyParameters found = RsaFactors.Find(lost.Modulus, lost.Exponent)!;
        byte[] signature = new PlatformSignatures().sign(lost, Message);

        Assert.Equal(
            new[] { new BigInteger(1, whole.P), new BigInteger(1, whole.Q) }.OrderBy(factor => factor.ToString()),
            new[] { found.P, found.Q }.OrderBy(factor => factor.ToString())
        );
        Assert.True(key.VerifyData(Message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void A_key_whose_factors_cannot_be_found_is_signed_with_by_the_SDK()
    {
        RSAParameters whole = TestKeys.First.ExportParameters(includePrivateParameters: true);
        var modulus = new BigInteger(1, whole.Modulus);
        var p1 = new BigInteger(1, whole.P).Subtract(BigInteger.One);
        var q1 = new BigInteger(1, whole.Q).Subtract(BigInteger.One);
        var unusual = BigInteger.ValueOf(1_000_003); // As the public exponent.
        var lost = new RsaKeyParameters(true, modulus, unusual.ModInverse(p1.Multiply(q1)));

        byte[] signature = new PlatformSignatures().sign(lost, Message);

        using var check = RSA.Create(
            new RSAParameters { Modulus = whole.Modulus, Exponent = unusual.ToByteArrayUnsigned() }
        );
        Assert.Null(RsaFactors.Find(modulus, lost.Exponent));
        Assert.True(check.VerifyData(Message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void Every_region_of_the_SDK_is_known_to_the_built_in_client_in_the_same_realm() =>
        Assert.All(SdkRegion.Values(), region =>
        {
            var known = new Region(region.RegionId, region.Realm.SecondLevelDomain);
            Assert.Equal(known, Regions.Find(region.RegionId, new Dictionary<string, string>()));
            Assert.Equal(known, Regions.Find(region.RegionCode, new Dictionary<string, string>()));
        });
}
