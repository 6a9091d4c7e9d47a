using System.Security.Cryptography;
using Dispatcher.Oci.Signing;
using Oci.Common.Http.Signing;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;

namespace Dispatcher.Oracle;

/// <summary>The SDK's signatures (RSA PKCS#1 v1.5, SHA-256), made by the platform's RSA: 0.3 ms instead of 13
/// ms.</summary>
/// <remarks>The platform needs a key's prime factors, which the SDK's providers do not keep. They are computed from the
/// rest, once per key.</remarks>
internal sealed class PlatformSignatures : ISignatureSigner
{
    private readonly Lock preparing = new();
    private readonly SignatureSigner managed = new();
    private (BigInteger Modulus, SigningKey? Key)? current;

    public byte[] sign(RsaKeyParameters privateKey, byte[] message)
    {
        if (Prepare(privateKey) is not { } key)
            return managed.sign(privateKey, message);
        byte[] signature = new byte[key.SignatureLength];
        key.Sign(message, signature);
        return signature;
    }

    /// <summary>The key in the platform's form; null when its factors cannot be found.</summary>
    public SigningKey? Prepare(RsaKeyParameters privateKey)
    {
        // Refreshed credentials often have the same key.
        lock (preparing)
        {
            if (current is not { } known || !known.Modulus.Equals(privateKey.Modulus))
                current = known = (privateKey.Modulus, Convert(privateKey));
            return known.Key;
        }
    }

    private static SigningKey? Convert(RsaKeyParameters key) =>
        (key as RsaPrivateCrtKeyParameters ?? RsaFactors.Find(key.Modulus, key.Exponent)) is { } full
            ? SigningKey.From(Parameters(full))
            : null;

    private static RSAParameters Parameters(RsaPrivateCrtKeyParameters key)
    {
        int length = (key.Modulus.BitLength + 7) / 8;
        int half = (length + 1) / 2;
        return new()
        {
            Modulus = Bytes(key.Modulus, length),
            Exponent = key.PublicExponent.ToByteArrayUnsigned(),
            D = Bytes(key.Exponent, length),
            P = Bytes(key.P, half),
            Q = Bytes(key.Q, half),
            DP = Bytes(key.DP, half),
            DQ = Bytes(key.DQ, half),
            InverseQ = Bytes(key.QInv, half),
        };
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        byte[] digits = number.ToByteArrayUnsigned();
        byte[] padded = new byte[length];
        digits.CopyTo(padded, length - digits.Length);
        return padded;
    }
}

/// <summary>Computes the prime factors of an RSA key from its modulus and private exponent.</summary>
internal static class RsaFactors
{
    // The usual public exponents; 65537 in all but very old keys.
    private static readonly int[] PublicExponents = [65_537, 3, 17];

    // Each base finds the factors with a probability of at least one half.
    private static readonly int[] Bases = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

    /// <summary>The complete key; null when its public exponent is unusual.</summary>
    public static RsaPrivateCrtKeyParameters? Find(BigInteger modulus, BigInteger privateExponent)
    {
        foreach (int candidate in PublicExponents)
        {
            BigInteger exponent = BigInteger.ValueOf(candidate);
            if (Factor(modulus, privateExponent, exponent) is not { } p)
                continue;
            BigInteger q = modulus.Divide(p);
            return new(
                modulus,
                exponent,
                privateExponent,
                p,
                q,
                privateExponent.Remainder(p.Subtract(BigInteger.One)),
                privateExponent.Remainder(q.Subtract(BigInteger.One)),
                q.ModInverse(p)
            );
        }

        return null;
    }

    // e·d − 1 is a multiple of the order of every number: divide it by 2 until a power of a base is a square root of 1
    // that is neither 1 nor −1. Such a root is 1 for one factor and −1 for the other.
    private static BigInteger? Factor(BigInteger modulus, BigInteger privateExponent, BigInteger publicExponent)
    {
        BigInteger multiple = publicExponent.Multiply(privateExponent).Subtract(BigInteger.One);
        int twos = multiple.GetLowestSetBit();
        BigInteger odd = multiple.ShiftRight(twos);
        BigInteger minusOne = modulus.Subtract(BigInteger.One);
        foreach (int number in Bases)
        {
            BigInteger root = BigInteger.ValueOf(number).ModPow(odd, modulus);
            for (int n = 0; n < twos && !root.Equals(BigInteger.One) && !root.Equals(minusOne); n++)
            {
                BigInteger square = root.Multiply(root).Mod(modulus);
                if (square.Equals(BigInteger.One))
                    return root.Subtract(BigInteger.One).Gcd(modulus);
                root = square;
            }

            if (!root.Equals(BigInteger.One) && !root.Equals(minusOne))
                return null; // The two exponents do not match.
        }

        return null;
    }
}
