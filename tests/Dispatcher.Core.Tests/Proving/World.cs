using System.Collections.Immutable;
using CsCheck;
using Dispatcher.Events;

namespace Dispatcher.Core.Tests.Proving;

/// <summary>A world so small that every event in it can be tried, and route sets that cannot tell it from the real one: their patterns
/// mention two letters and take no name of more than three characters, so that one event of each sort stands for all.</summary>
internal static class World
{
    private static readonly StorageEvent Any = Given.Event("a");
    private static readonly string[] Values = ["x", "y", "w", "ww"];
    private static readonly string?[] Compartments = [null, "x", "y", "w", "ww"];
    private static readonly string?[] Identifiers = [null, "ocid1.p", "ocid1.q", "ocid1.rr"];

    private static readonly Gen<string> Part = Gen.OneOf("a", "b", "[ab]", ".", "[^a]", "a?", "[^b]?", "(?:a|b)", "[^ab]");

    private static readonly Gen<string> Name = Gen.Frequency(
        (5, Part.Array[1, 3].Select(string.Concat)),
        (2, Gen.Select(Part.Array[1, 3], Part.Array[1, 3], (a, b) => $"{string.Concat(a)}|{string.Concat(b)}")));

    private static readonly Gen<string> Match = Gen.Select(
        List("object", Name, 1, 2),
        Gen.Frequency((2, Gen.Const("")), (1, List("except", Name, 1, 2))),
        Optional("bucket", "x", "y", "[xy]", "[^x]", ".+"),
        Optional("compartment", "x", "[xy]", "ocid1.p", "ocid1.[pq]", "(?:x|ocid1.q)", ".+"),
        Gen.OneOf("", "", ", event: create", ", event: [update, delete]"),
        (name, except, bucket, compartment, kind) => $"{name}{except}{bucket}{compartment}{kind}");

    private static readonly Gen<string> Members = Gen.OneOf("", "", "", "", ", continue: true", ", state: shadow", ", state: disabled");

    /// <summary>Every event there is.</summary>
    public static ImmutableArray<StorageEvent> Events { get; } =
    [
        .. from length in Enumerable.Range(1, 3)
           from name in All(length)
           from kind in Enum.GetValues<ObjectEventKind>()
           from bucket in Values
           from compartment in Compartments
           from id in Identifiers
           select Any with { ObjectName = name, Kind = kind, Bucket = bucket, CompartmentName = compartment, CompartmentId = id },
    ];

    /// <summary>Sets of two to five routes.</summary>
    public static Gen<string> RouteSets { get; } = Gen.Select(Match, Members).Array[2, 5].Select(routes =>
        "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        + string.Concat(routes.Select((route, i) => $"  - {{ name: r{i}, match: {{ {route.Item1} }}{route.Item2} }}\n")));

    private static IEnumerable<string> All(int length) =>
        length == 0 ? [""] : All(length - 1).SelectMany(name => "abz".Select(letter => name + letter));

    private static Gen<string> Optional(string key, params string[] patterns) =>
        Gen.Frequency((2, Gen.Const("")), (1, List($", {key}", Gen.OneOf(patterns), 1, 2)));

    private static Gen<string> List(string key, Gen<string> pattern, int least, int most) =>
        pattern.Array[least, most].Select(all => $"{(key == "except" ? ", " : "")}{key}: [{string.Join(", ", all.Select(one => $"'{one}'"))}]");
}
