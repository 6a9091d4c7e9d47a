using System.Collections.Immutable;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

public sealed class WritesTests
{
    private const string Bindings =
        "match: { object: 'in/(?<s>[a-z]+)' }\ntask: { key: k }\n"
        + "bindings:\n"
        + "  OUTPUT_NAME: \"out/{{ groups.s }}\"\n"
        + "  OUTPUT_BUCKET: { schema: \"{{ config.c }}/pool\" }\n"
        + "  NUMBER: 5\n"
        + "  LIST: { simple: [a] }\n"
        + "  TYPED: { simple: \"{{ 5 }}\", type: json }\n"
        + "  ROOT: { root: { a: b } }\n";

    [Theory]
    [InlineData("writes: x", "r.yaml:13:13: error RD002: `writes` is \"x\"; write a list, each item as")]
    [InlineData("writes: {}", "error RD002: `writes` is a map")]
    [InlineData("writes: [x]", "r.yaml:13:14: error RD002: an entry of `writes` is \"x\"; it must be a map")]
    [InlineData("writes: [{ bucket: b }]", "error RD004: the entry of `writes` has no `object`")]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME }]",
        "error RD004: the entry of `writes` has no `bucket`; "
            + "write the binding that names the bucket, or the bucket's name"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME, bucket: b, withn: x }]",
        "r.yaml:13:48: error RD003: an entry of `writes` has no key \"withn\"; did you mean `within`?"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_NMAE, bucket: b }]",
        "r.yaml:13:24: error RD005: the route has no binding \"OUTPUT_NMAE\"; did you mean `OUTPUT_NAME`?"
    )]
    [InlineData(
        "writes: [{ object: QQQ, bucket: b }]",
        "the route has no binding \"QQQ\"; name the binding whose text is the name of the written object"
    )]
    [InlineData(
        "writes: [{ object: NUMBER, bucket: b }]",
        "error RD005: the binding `NUMBER` is not a text, which names no object; name a binding whose value is a text"
    )]
    [InlineData("writes: [{ object: LIST, bucket: b }]", "the binding `LIST` is a list, which names no object")]
    [InlineData(
        "writes: [{ object: TYPED, bucket: b }]",
        "the binding `TYPED` is a JSON document, which names no object"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_BUCKET, bucket: b }]",
        "the binding `OUTPUT_BUCKET` is a schema, which names no object"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME, bucket: ROOT }]",
        "the binding `ROOT` is a `root` object, which names no bucket; name a binding whose value is a text or a schema"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME, bucket: OUTPUT_BUCKT }]",
        "r.yaml:13:45: error RD005: the route has no binding \"OUTPUT_BUCKT\"; did you mean `OUTPUT_BUCKET`?"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME, bucket: a/b }]",
        "\"a/b\" is neither a binding of the route nor a bucket's name; a bucket's name has letters, digits"
    )]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME, bucket: \"{{ config.b }}\" }]",
        "bind it to a parameter of the task, and name that binding: templates work in bindings"
    )]
    [InlineData("writes: [{ object: OUTPUT_NAME, bucket: b, within: 'out/(' }]", "error RD101")]
    [InlineData("writes: [{ object: OUTPUT_NAME, bucket: b, within: [x] }]", "error RD002: `within` is a list")]
    [InlineData(
        "writes: [{ object: OUTPUT_NAME, bucket: b }, { object: OUTPUT_NAME, bucket: b }]",
        "r.yaml:13:50: error RD006: `writes` has \"OUTPUT_NAME\" in the same bucket twice; remove one; "
            + "the first is on line 13"
    )]
    public void A_wrong_entry_says_where_what_and_what_to_write(string writes, string expected) =>
        Assert.Contains(
            expected,
            Assert.Single(Given.Lines(Given.Load(Given.Route(Bindings + writes)).Diagnostics)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Writes_of_the_defaults_are_refused() =>
        Assert.Contains(
            "r.yaml:2:13: error RD003: `defaults` has no key \"writes\"",
            Given.Lines(Given.Load("version: 1\ndefaults: { writes: [] }\nroutes: []\n").Diagnostics)[0],
            StringComparison.Ordinal
        );

    [Fact]
    public void A_binding_that_is_itself_wrong_is_not_reported_as_missing() =>
        Assert.Contains(
            "RD202",
            Assert.Single(
                Given.Lines(
                    Given
                        .Load(
                            Given.Route(
                                "match: { object: x }\ntask: { key: k }\nbindings: { OUT: \"{{ nothing }}\" }\n"
                                    + "writes: [{ object: OUT, bucket: b }]"
                            )
                        )
                        .Diagnostics
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_route_that_says_nothing_a_route_that_writes_nothing_and_one_that_writes_are_three_things()
    {
        ImmutableArray<RouteWrite>? Writes(string writes) => Given.Set(Given.Route(Bindings + writes)).Routes[0].Writes;

        Assert.Null(Writes(""));
        Assert.Empty(Writes("writes: []")!.Value);
        RouteWrite write = Assert.Single(
            Writes("writes: [{ object: OUTPUT_NAME, bucket: OUTPUT_BUCKET, within: 'out/.+' }]")!.Value
        );
        Assert.Equal(new WriteBucket("OUTPUT_BUCKET", IsBinding: true), write.Bucket);
        Assert.Equal("out/.+", write.Within!.Pattern.Text);
    }

    [Theory]
    [InlineData("pool.area_1", "pool.area_1")]
    [InlineData("OUTPUT_BUCKET", "pool")] // of a schema the half after the slash
    [InlineData("ROUND_TRIP", "ROUND_TRIP")] // no binding is called nearly so
    public void A_run_knows_what_it_writes(string bucket, string expected) =>
        Assert.Equal(
            new WrittenObject(expected, "out/a"),
            Assert.Single(
                Given
                    .Planner(Given.Route($"{Bindings}writes: [{{ object: OUTPUT_NAME, bucket: {bucket} }}]"))
                    .Plan(
                        Given.Event("in/a"),
                        Given.Config(("workspace_id", "w"), ("application_key", "a"), ("c", "C"))
                    )
                    .Runs.Single()
                    .Writes
            )
        );

    [Fact]
    public void A_name_that_is_not_sent_is_not_known() =>
        Assert.Empty(
            Given
                .Planner(
                    Given.Route(
                        "match: { object: 'in/(?<s>[a-z]+)?' }\ntask: { key: k }\n"
                            + "bindings: { OUT: { simple: \"{{ groups.s }}\", optional: true } }\n"
                            + "writes: [{ object: OUT, bucket: b }]"
                    )
                )
                .Plan(Given.Event("in/"), Given.Here)
                .Runs.Single()
                .Writes
        );
}
