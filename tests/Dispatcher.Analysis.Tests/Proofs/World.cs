using System.Collections.Immutable;
using CsCheck;
using Dispatcher.Events;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Proofs;

/// <summary>A world so small that every event in it can be tried, and route sets that cannot tell it from the real one:
/// their patterns mention two letters and take no name of more than two characters, so that one event of each sort
/// stands for all.</summary>
internal static class World
{
    private static readonly StorageEvent Any = Given.Event("a");
    private static readonly string[] Values = ["x", "y", "w", "ww"];
    private static readonly string[] Namespaces = ["x", "w"];
    private static readonly string?[] Compartments = [null, "x", "y", "w"];
    private static readonly string?[] Identifiers = [null, "ocid1.p", "ocid1.q", "ocid1.rr"];

    private static readonly Gen<string> Part = Gen.OneOf(
        "a",
        "b",
        "[ab]",
        ".",
        "[^a]",
        "a?",
        "[^b]?",
        "(?:a|b)",
        "[^ab]"
    );

    private static readonly Gen<string> Name = Gen.Frequency(
        (5, Part.Array[1, 2].Select(string.Concat)),
        (2, Gen.Select(Part.Array[1, 2], Part.Array[1, 2], (a, b) => $"{string.Concat(a)}|{string.Concat(b)}"))
    );

    private static readonly Gen<string> Match = Gen.Select(
        List("object", Name, 1, 2),
        Gen.Frequency((2, Gen.Const("")), (1, List("except", Name, 1, 2))),
        Optional("bucket", "x", "y", "[xy]", "[^x]", ".+"),
        Optional("namespace", "x", "[^x]|.{2,}"),
        Optional("compartment", "x", "[xy]", "ocid1.p", "ocid1.[pq]", "(?:x|ocid1.q)", ".+"),
        Gen.OneOf("", "", ", event: create", ", event: [update, delete]"),
        (name, except, bucket, space, compartment, kind) => $"{name}{except}{bucket}{space}{compartment}{kind}"
    );

    // What a route says besides what it matches; it overrides the first route, or the second where it is the first.
    private static readonly Gen<Func<int, string>> Members = Gen.OneOf<Func<int, string>>(
        _ => "",
        _ => "",
        _ => "",
        _ => ", continue: true",
        _ => ", fallback: true",
        _ => ", state: shadow",
        _ => ", state: disabled",
        index => $", overrides: [r{(index == 0 ? 1 : 0)}]"
    );

    /// <summary>Every event there is.</summary>
    public static ImmutableArray<StorageEvent> Events { get; } =
    [
        .. from length in Enumerable.Range(1, 2)
        from name in All(length)
        from kind in Enum.GetValues<ObjectEventKind>()
        from bucket in Values
        from space in Namespaces
        from compartment in Compartments
        from id in Identifiers
        select Any with
        {
            ObjectName = name,
            Kind = kind,
            Bucket = bucket,
            Namespace = space,
            CompartmentName = compartment,
            CompartmentId = id,
        },
    ];

    // Two routes that share out all events of the world between them, so that only both together take what a third one
    // matches.
    private static readonly Gen<(string, string)> Halves = Gen.OneOf(
        ("object: '[ab].?'", "object: '[^ab].?'"),
        ("object: 'a.?'", "object: '..?', except: 'a.?'"),
        ("object: '..?', event: create", "object: '..?', event: [update, delete]"),
        ("object: '..?', bucket: '[xy]'", "object: '..?', bucket: '[^xy]|.{2,}'"),
        ("object: '..?', namespace: x", "object: '..?', namespace: '[^x]|.{2,}'")
    );

    private static readonly Gen<(string, Func<int, string>)[]> Routes = Gen.Select(Match, Members).Array[1, 3];

    /// <summary>Sets of two to five routes.</summary>
    public static Gen<string> RouteSets { get; } =
        Gen.Frequency(
            (3, Gen.Select(Match, Members).Array[2, 5].Select(Yaml)),
            (
                1,
                Gen.Select(Halves, Gen.Bool, Routes, (halves, swapped, routes) =>
                    Yaml([
                        (swapped ? halves.Item2 : halves.Item1, _ => ""),
                        (swapped ? halves.Item1 : halves.Item2, _ => ""),
                        .. routes,
                    ])
                )
            )
        );

    private static string Yaml((string Match, Func<int, string> Members)[] routes) =>
        "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n"
        + string.Concat(
            routes.Select((route, i) => $"  - {{ name: r{i}, match: {{ {route.Match} }}{route.Members(i)} }}\n")
        );

    private static IEnumerable<string> All(int length) =>
        length == 0 ? [""] : All(length - 1).SelectMany(name => "abz".Select(letter => name + letter));

    private static Gen<string> Optional(string key, params string[] patterns) =>
        Gen.Frequency((2, Gen.Const("")), (1, List($", {key}", Gen.OneOf(patterns), 1, 2)));

    private static Gen<string> List(string key, Gen<string> pattern, int least, int most) =>
        pattern
            .Array[least, most]
            .Select(all =>
                $"{(key == "except" ? ", " : "")}{key}: [{string.Join(", ", all.Select(one => $"'{one}'"))}]"
            );
}
