using System.Globalization;

namespace Dispatcher.Analysis.Tests.Inference;

/// <summary>Patterns that names are made from, which the inference does not see.</summary>
internal static class HiddenPatterns
{
    private static readonly string[] Cities = ["berlin", "madrid", "oslo", "paris", "rome", "san-jose", "rio"],
        Countries = ["de", "fr", "es", "it", "us", "jp"],
        Plants = ["HAM", "MUC", "BER", "LEJ"],
        Words = ["annual", "budget", "draft", "final", "forecast", "holiday", "photo", "plan", "review", "team"],
        Quarters = ["Q1", "Q2", "Q3", "Q4"];

    /// <summary>Each makes one name.</summary>
    public static IReadOnlyList<Func<Random, string>> All { get; } =
    [
        r => $"orders/{Day(r):yyyy/MM/dd}/store-{r.Next(1, 999):000}.csv",
        r => $"invoices/{Day(r):yyyy-MM-dd}-documents.jsonlines",
        r => $"customers/{Of(r, Countries)}/{Day(r):yyyy-MM}-export.csv",
        r => $"sensors/{Of(r, Cities)}/{Day(r):yyyy-MM-ddTHHmm}.json",
        r => $"lake/sales/year={Day(r):yyyy}/month={Day(r):MM}/day={Day(r):dd}/part-{r.Next(64):00000}.parquet",
        r => $"lake/returns/year={Day(r):yyyy}/month={r.Next(1, 13)}/part-{r.Next(64):00000}-{Id(r)}.snappy.parquet",
        r => $"uploads/{Id(r)}/document.pdf",
        r => $"Export_{Of(r, Countries).ToUpperInvariant()}_{Day(r):yyyyMMdd}.xml",
        r => $"SAP/IDoc/MATMAS_{r.NextInt64(1, 9_999_999_999):0000000000000000}.xml",
        r => $"logs/app-{r.Next(1, 20):00}/{Day(r):yyyy-MM-dd}.log.gz",
        r => $"hr/Payroll/{Day(r):yyyy-MM}/employee_{r.Next(1, 99_999)}.xlsx",
        r => $"images/products/{Hex(r, 2)}/{Hex(r, 2)}/{Hex(r, 40)}.jpg",
        r => $"edi/in/{Of(r, Plants)}/ISA{r.Next(1, 999_999_999):000000000}.edi",
        r => $"Finance/{Of(r, Quarters)}-{Day(r):yyyy}/Ledger {r.Next(1, 99):00}.csv",
        r => $"marketing/{Title(r)}.docx",
        r => $"docs/{string.Concat(Enumerable.Range(0, r.Next(1, 5)).Select(_ => Of(r, Words) + "/"))}notes.md",
        r => $"iot/device={Base36(r, 8)}/{Day(r):yyyyMMddTHHmmss}Z.avro",
        r => $"backup/db{r.Next(1, 5)}/{Day(r):yyyy}/week-{r.Next(1, 53):00}/full.tar.gz",
        r => $"tickets/{Base36(r, 6)}.json",
        r => $"events/{Day(r):yyyy/MM/dd/HH}/{r.NextInt64(1_600_000_000_000, 1_799_999_999_999)}.ndjson",
    ];

    /// <summary>So many names of each pattern, in no order.</summary>
    public static IReadOnlyList<(int Pattern, string Name)> Names(int seed, int ofEach)
    {
        var random = new Random(seed);
        (int Pattern, string Name)[] names =
        [
            .. All.SelectMany((make, index) => Enumerable.Range(0, ofEach).Select(_ => (index, make(random)))),
        ];
        random.Shuffle(names);
        return names;
    }

    private static Stamp Day(Random random) =>
        new(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(3 * 365 * 24 * 60)));

    private static string Of(Random random, string[] values) => values[random.Next(values.Length)];

    private static string Title(Random random)
    {
        string title = string.Join(random.Next(2) == 0 ? "-" : "_", random.GetItems(Words, random.Next(1, 5)));
        return random.Next(2) == 0 ? title : char.ToUpperInvariant(title[0]) + title[1..];
    }

    private static string Id(Random random)
    {
        byte[] bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Hex(Random random, int length) =>
        new(random.GetItems("0123456789abcdef".ToCharArray(), length));

    private static string Base36(Random random, int length) =>
        new(random.GetItems("0123456789abcdefghijklmnopqrstuvwxyz".ToCharArray(), length));

    // A date that formats by no culture.
    private readonly record struct Stamp(DateTime Time) : IFormattable
    {
        public string ToString(string? format, IFormatProvider? provider) =>
            Time.ToString(format, CultureInfo.InvariantCulture);
    }
}
