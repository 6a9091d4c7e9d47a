using System.Globalization;
using System.Text;
using Dispatcher.Events;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Benchmarks.Matching;

/// <summary>Route sets that nobody would write, and events that come near their routes: every kind of condition, with
/// few different texts, so that routes overlap, crowd under one text, and shadow each other.</summary>
internal sealed class RandomRoutes
{
    private static readonly string[] Texts =
    [
        "a",
        "b",
        "/",
        "in/",
        "in/a",
        "ab",
        "aab",
        "ba/",
        ".csv",
        "_x_",
        "-",
        "é",
        "😀",
        "K",
        "data/2026/",
    ];
    private static readonly string[] Classes =
    [
        "[ab]",
        "[^/]",
        ".",
        @"\d",
        @"\w",
        "[a-c/]",
        @"\p{L}",
        "[0-9a-f]",
        @"\S",
        "[^a]",
    ];
    private static readonly string[] Characters =
    [
        "a",
        "b",
        "c",
        "/",
        ".",
        "_",
        "x",
        "0",
        "7",
        "-",
        "é",
        "K",
        "k",
        "\u212A",
        "😀",
        "\ud83d",
        "\n",
        " ",
    ];
    private static readonly string[] Quantifiers = ["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"];
    private static readonly string[] Buckets = ["raw", "landing", "raw-1", "else"];
    private static readonly string[] BucketPatterns = ["raw", "landing", "raw-.*", "(?i)RAW", "(raw|else)", "else"];

    private readonly Random random;
    private readonly List<Func<string>> nearNames = [];

    /// <summary>The same seed gives the same routes and events.</summary>
    public RandomRoutes(int seed)
    {
        random = new Random(seed);
        Yaml = WriteSet();
        RouteLoad load = RouteLoader.Load([new RouteFile("routes.yaml", Encoding.UTF8.GetBytes(Yaml))]);
        Set = load.Set ?? throw new InvalidOperationException($"seed {seed}: {load.Diagnostics[0]}\n{Yaml}");
    }

    /// <summary>The set as a route file.</summary>
    public string Yaml { get; }

    /// <summary>The set.</summary>
    public RouteSet Set { get; }

    /// <summary>An event that some route takes, or nearly takes, or none.</summary>
    public StorageEvent NextEvent() =>
        new()
        {
            Id = "id",
            Type = "t",
            Kind = (ObjectEventKind)random.Next(3),
            Time = DateTimeOffset.UnixEpoch,
            ObjectName = NextName(),
            Bucket = Pick(Buckets),
            Namespace = Chance(0.5) ? "ns" : "other",
            CompartmentName = Chance(0.7) ? "team" : null,
            CompartmentId = Chance(0.7) ? "ocid1.x" : null,
            Raw = default,
        };

    private string WriteSet()
    {
        var yaml = new StringBuilder(
            "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        );
        int count = Chance(0.1) ? random.Next(60, 200) : random.Next(1, 40);
        bool wild = Chance(0.3);
        for (int i = 0; i < count; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - name: r{i}\n");
            if (Chance(0.4))
                yaml.Append("    continue: true\n");
            if (Chance(0.1))
                yaml.Append("    fallback: true\n");
            if (Chance(0.2))
                yaml.Append(Chance(0.5) ? "    state: shadow\n" : "    state: disabled\n");
            yaml.Append("    match:\n");
            Append(yaml, "object", random.Next(1, 4), () => Remember(Pattern(wild)));
            if (Chance(0.2))
                Append(yaml, "except", random.Next(1, 3), () => Remember(Pattern(Chance(0.5))));
            if (Chance(0.4))
                Append(yaml, "bucket", random.Next(1, 3), () => Pick(BucketPatterns));
            if (Chance(0.1))
                Append(yaml, "namespace", 1, () => Chance(0.5) ? "ns" : "n.*");
            if (Chance(0.1))
                Append(yaml, "compartment", 1, () => Chance(0.5) ? "team" : @"ocid1\..*");
            if (Chance(0.3))
                yaml.Append(Chance(0.5) ? "      event: [create, delete]\n" : "      event: update\n");
        }

        return yaml.ToString();
    }

    private static void Append(StringBuilder yaml, string key, int count, Func<string> pattern)
    {
        yaml.Append(CultureInfo.InvariantCulture, $"      {key}: [");
        for (int i = 0; i < count; i++)
            yaml.Append(i == 0 ? "" : ", ").Append('\'').Append(pattern()).Append('\'');
        yaml.Append("]\n");
    }

    // A pattern and a way to make names like it.
    private (string Text, Func<string> Name) Pattern(bool wild)
    {
        var parts = new List<(string Text, Func<string> Name)>();
        if (wild || Chance(0.3))
            parts.Add(
                Pick<(string, Func<string>)>([
                    (".*", () => Name(3)),
                    ("[^/]+", () => "a"),
                    (".+", () => "b/" + Name(1)),
                    ("(?:a|b/|.*x)", () => "b/"),
                ])
            );
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
            parts.Add(Part(2));
        string text = string.Concat(parts.Select(part => part.Text));
        // Two quantifiers in a row, or one more than the limits allow, are not what is looked for here.
        return (Chance(0.15) ? "(?i)" + text : text, () => string.Concat(parts.Select(part => part.Name())));
    }

    private (string Text, Func<string> Name) Part(int depth)
    {
        double kind = random.NextDouble();
        if (kind < 0.5 || depth == 0)
        {
            string literal = Pick(Texts);
            return (
                literal.Replace(".", @"\.", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal),
                () => literal
            );
        }

        if (kind < 0.65)
            return (Pick(Classes), () => Pick(Characters));
        if (kind < 0.8)
        {
            (string Text, Func<string> Name) body = Part(depth - 1);
            int times = random.Next(0, 4);
            return ($"(?:{body.Text}){Pick(Quantifiers)}", () =>
                string.Concat(Enumerable.Repeat(0, times).Select(_ => body.Name()))
            );
        }

        (string Text, Func<string> Name) one = Part(depth - 1),
            other = Part(depth - 1);
        return kind < 0.9
            ? ($"({one.Text}|{other.Text})", () => Chance(0.5) ? one.Name() : other.Name())
            : ($"({one.Text}{other.Text})", () => one.Name() + other.Name());
    }

    private string Remember((string Text, Func<string> Name) pattern)
    {
        nearNames.Add(pattern.Name);
        return pattern.Text;
    }

    private string NextName()
    {
        string name = Chance(0.8) ? Pick(nearNames)() : Name(6);
        for (int changes = Chance(0.4) ? random.Next(1, 3) : 0; changes > 0; changes--)
        {
            int at = random.Next(name.Length + 1),
                end = Math.Min(name.Length, at + random.Next(3));
            name = name[..at] + (Chance(0.7) ? Pick(Characters) : "") + name[end..];
        }

        return Chance(0.05) ? name.ToUpperInvariant() : name;
    }

    private string Name(int most) =>
        string.Concat(
            Enumerable.Range(0, random.Next(most + 1)).Select(_ => Chance(0.5) ? Pick(Characters) : Pick(Texts))
        );

    private bool Chance(double probability) => random.NextDouble() < probability;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
