using System.Collections.Frozen;
using System.Text.Json;
using Dispatcher.Oci.Wire;

namespace Dispatcher.Oci.Addresses;

/// <summary>A region and the domain of its services.</summary>
/// <param name="Id">The region's identifier, <c>us-phoenix-1</c>.</param>
/// <param name="Domain">Its realm's domain, <c>oraclecloud.com</c>.</param>
internal sealed record Region(string Id, string Domain);

/// <summary>Finds the realm of a region.</summary>
internal static class Regions
{
    private const string DefaultRealm = "oc1";

    // Realms whose domain does not contain their number.
    private static readonly FrozenDictionary<string, string> NamedDomains = new Dictionary<string, string>
    {
        ["oc1"] = "oraclecloud.com",
        ["oc2"] = "oraclegovcloud.com",
        ["oc3"] = "oraclegovcloud.com",
        ["oc4"] = "oraclegovcloud.uk",
        ["oc19"] = "oraclecloud.eu",
    }.ToFrozenDictionary();

    // Realm, region, key.
    private const string Known = """
        oc1 af-casablanca-1 lej
        oc1 af-johannesburg-1 jnb
        oc1 ap-batam-1 hsg
        oc1 ap-chuncheon-1 yny
        oc1 ap-delhi-1 onm
        oc1 ap-hyderabad-1 hyd
        oc1 ap-kulai-2 jbp
        oc1 ap-melbourne-1 mel
        oc1 ap-mumbai-1 bom
        oc1 ap-osaka-1 kix
        oc1 ap-seoul-1 icn
        oc1 ap-singapore-1 sin
        oc1 ap-singapore-2 xsp
        oc1 ap-sydney-1 syd
        oc1 ap-tokyo-1 nrt
        oc1 ca-montreal-1 yul
        oc1 ca-toronto-1 yyz
        oc1 eu-amsterdam-1 ams
        oc1 eu-frankfurt-1 fra
        oc1 eu-madrid-1 mad
        oc1 eu-madrid-3 orf
        oc1 eu-marseille-1 mrs
        oc1 eu-milan-1 lin
        oc1 eu-paris-1 cdg
        oc1 eu-stockholm-1 arn
        oc1 eu-turin-1 nrq
        oc1 eu-zurich-1 zrh
        oc1 il-jerusalem-1 mtz
        oc1 me-abudhabi-1 auh
        oc1 me-dubai-1 dxb
        oc1 me-jeddah-1 jed
        oc1 me-riyadh-1 ruh
        oc1 mx-monterrey-1 mty
        oc1 mx-queretaro-1 qro
        oc1 sa-bogota-1 bog
        oc1 sa-santiago-1 scl
        oc1 sa-saopaulo-1 gru
        oc1 sa-valparaiso-1 vap
        oc1 sa-vinhedo-1 vcp
        oc1 uk-cardiff-1 cwl
        oc1 uk-london-1 lhr
        oc1 us-abilene-1 abl
        oc1 us-ashburn-1 iad
        oc1 us-chicago-1 ord
        oc1 us-dallas-1 dfw
        oc1 us-phoenix-1 phx
        oc1 us-saltlake-2 aga
        oc1 us-sanjose-1 sjc
        oc2 us-langley-1 lfi
        oc2 us-luke-1 luf
        oc3 us-gov-ashburn-1 ric
        oc3 us-gov-chicago-1 pia
        oc3 us-gov-phoenix-1 tus
        oc4 uk-gov-cardiff-1 brs
        oc4 uk-gov-london-1 ltn
        oc8 ap-chiyoda-1 nja
        oc8 ap-ibaraki-1 ukb
        oc9 me-dcc-muscat-1 mct
        oc9 me-ibri-1 ibr
        oc10 ap-dcc-canberra-1 wga
        oc14 eu-dcc-dublin-1 ork
        oc14 eu-dcc-dublin-2 snn
        oc14 eu-dcc-milan-1 bgy
        oc14 eu-dcc-milan-2 mxp
        oc14 eu-dcc-rating-1 dus
        oc14 eu-dcc-rating-2 dtm
        oc15 ap-dcc-gazipur-1 dac
        oc19 eu-frankfurt-2 str
        oc19 eu-madrid-2 vll
        oc20 eu-jovanovac-1 beg
        oc21 me-dcc-doha-1 doh
        oc23 us-somerset-1 ebb
        oc23 us-thames-1 ebl
        oc24 eu-crissier-1 avf
        oc24 eu-dcc-zurich-1 avz
        oc26 me-abudhabi-3 ahu
        oc26 me-alain-1 rba
        oc29 me-abudhabi-2 rkt
        oc29 me-abudhabi-4 shj
        oc35 ap-chuncheon-2 bno
        oc35 ap-seoul-2 dtz
        oc35 ap-suwon-1 dln
        oc42 us-ashburn-2 yxj
        oc42 us-newark-1 pgc
        oc51 eu-budapest-1 jsk
        oc52 sa-riodejaneiro-1 hnw
        """;

    /// <summary>Finds the region with this identifier or three-letter key. The sources in their order: the table here,
    /// <c>OCI_REGION_METADATA</c>, the realm in <c>OCI_DEFAULT_REALM</c>, the commercial realm.</summary>
    public static Region Find(string idOrKey, IReadOnlyDictionary<string, string> environment)
    {
        string wanted = idOrKey.Trim().ToLowerInvariant();
        return FromTable(wanted)
            ?? FromMetadata(wanted, environment.GetValueOrDefault("OCI_REGION_METADATA"))
            ?? new(wanted, DefaultDomain(environment.GetValueOrDefault("OCI_DEFAULT_REALM")));
    }

    private static Region? FromTable(string wanted)
    {
        foreach (ReadOnlySpan<char> line in Known.AsSpan().EnumerateLines())
        {
            int first = line.IndexOf(' ');
            int second = line.LastIndexOf(' ');
            ReadOnlySpan<char> id = line[(first + 1)..second];
            if (id.SequenceEqual(wanted) || line[(second + 1)..].SequenceEqual(wanted))
                return new(id.ToString(), Domain(line[..first].ToString()));
        }

        return null;
    }

    private static Region? FromMetadata(string wanted, string? metadata)
    {
        if (string.IsNullOrWhiteSpace(metadata))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(metadata);
            JsonElement root = document.RootElement;
            string? id = root.Text("regionIdentifier")?.ToLowerInvariant();
            string? key = root.Text("regionKey")?.ToLowerInvariant();
            return root.Text("realmDomainComponent") is { } domain && id is not null && (id == wanted || key == wanted)
                ? new(id, domain)
                : null;
        }
        catch (JsonException)
        {
            return null; // The platform sets this variable, so a user cannot correct it. Use the other sources.
        }
    }

    private static string DefaultDomain(string? realm) =>
        realm?.Trim().ToLowerInvariant() switch
        {
            null or "" => Domain(DefaultRealm),
            var domain when domain.Contains('.', StringComparison.Ordinal) => domain,
            var key => Domain(key),
        };

    private static string Domain(string realm) =>
        NamedDomains.TryGetValue(realm, out string? domain) ? domain : $"oraclecloud{realm.AsSpan(2)}.com";
}
