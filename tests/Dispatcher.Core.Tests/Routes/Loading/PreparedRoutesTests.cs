using System.Text;
using CsCheck;
using Dispatcher.NativeBench;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;
using Dispatcher.Routes.Yaml;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

public sealed class PreparedRoutesTests
{
    private const string Version = "sha256:v";

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.String[Gen.Char["abc"], 1, 8],
        Gen.Const("12"),
        Gen.Const("~"),
        Gen.Const("a b"),
        Gen.Const("true"),
        Gen.Const("\"\""),
        Gen.Const("'it''s'"),
        Gen.Const("\"t\\tq\\u0041\\n\""),
        Gen.Const("!!str 5"),
        Gen.Const("\"grün 😀\""),
        Gen.Const("\"one\n    two\"")
    );

    // Flow style, so that any value may stand anywhere.
    private static readonly Gen<string> Yaml = Gen.Recursive<string>(
        (depth, inner) =>
            depth > 3
                ? Scalar
                : Gen.Frequency(
                    (3, Scalar),
                    (1, inner.List[0, 4].Select(items => $"[{string.Join(", ", items)}]")),
                    (
                        2,
                        Gen.Select(Gen.String[Gen.Char["kxyz"], 1, 3], inner)
                            .List[0, 4]
                            .Select(entries =>
                                $"{{ {string.Join(", ", entries.Select(entry => $"{entry.Item1}: {entry.Item2}"))} }}"
                            )
                    )
                )
    );

    public static TheoryData<string> Documents =>
        [
            "a: 1",
            "\uFEFFa: 1",
            "# comment\n\na:\n  - b\n  - { c: 'd' } # here\n",
            "a: |\n  one\n    two\n\nb: >-\n  folded\n  text\n",
            "base: &b { x: 1, y: [2, 3] }\nagain: *b\nlist: [*b, *b]\n",
            "a: !!str 1\nb: !!int '2'\nc: !!null ''\n",
            "a: twice\na: twice\n",
            "- only\n- a list\n",
            "just text",
            "a: \"\\u00e9\\x41 \\\n   joined\"\r\nb: 'x''y'\r\n",
        ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_is_the_same_as_when_it_is_parsed_with_every_place(string yaml) => AssertSame(yaml);

    [Fact]
    public void So_is_any_other() => Yaml.Sample(yaml => AssertSame($"k: {yaml}\n"), iter: Iterations.Of(2_000));

    [Fact]
    public void A_set_that_was_prepared_is_the_same_set()
    {
        RouteFile[] files = RouteSets.Realistic(250);
        RouteLoad parsed = RouteLoader.Load(files);

        RouteLoad load = RouteLoader.Load(files.Reverse(), PreparedRoutes.Write(files, parsed.Set!.Version));

        Assert.Equal((true, false), (load.Prepared, parsed.Prepared));
        Assert.Equal(parsed.Set.Version, load.Set!.Version);
        Assert.Equal<string>(parsed.Set.Files, load.Set.Files);
        Assert.Equal(parsed.Set.Routes.Select(Line), load.Set.Routes.Select(Line));

        static string Line(Route route) =>
            $"{route.Index} {route.Name} {route.Position} {route.Match.Object[0].Position} "
            + $"{route.Task!.Key.Template.Text} {route.Bindings[3]} {route.Tests[0].Event}";
    }

    [Fact]
    public void Of_files_that_have_changed_since_the_YAML_is_parsed()
    {
        byte[] prepared = Prepared(Given.File(Given.Route("match: { object: a }\ntask: { key: t }")));
        RouteFile changed = Given.File(Given.Route("match: { object: b }\ntask: { key: t }"));

        RouteLoad load = RouteLoader.Load([changed], prepared);

        Assert.False(load.Prepared);
        Assert.Equal("b", load.Set!.Routes[0].Match.Object[0].Pattern.Text);
    }

    [Fact]
    public void A_file_more_or_less_or_under_another_name_is_a_change()
    {
        RouteFile file = Given.File(Given.Route("match: { object: a }\ntask: { key: t }"));
        byte[] prepared = Prepared(file);

        Assert.True(RouteLoader.Load([file], prepared).Prepared);
        Assert.True(RouteLoader.Load([file, Given.File("", "_passed-over.yaml")], prepared).Prepared);
        Assert.False(RouteLoader.Load([file with { Path = "s.yaml" }], prepared).Prepared);
        Assert.False(RouteLoader.Load([file, Given.File("version: 1\nroutes: []\n", "s.yaml")], prepared).Prepared);
    }

    [Fact]
    public void What_is_damaged_anywhere_is_not_used()
    {
        RouteFile file = Given.File(Given.Route("match: { object: a }\ntask: { key: t }"));
        byte[] prepared = Prepared(file);

        for (int i = 0; i < prepared.Length; i++)
        {
            byte[] damaged = [.. prepared];
            damaged[i] ^= 1;
            Assert.False(RouteLoader.Load([file], damaged).Prepared);
            Assert.False(RouteLoader.Load([file], prepared[..i]).Prepared);
        }
    }

    [Fact]
    public void Problems_are_found_where_they_are_whether_or_not_the_routes_were_prepared()
    {
        // Nobody prepares routes that do not load; the loader does not rely on that.
        RouteFile file = Given.File(
            Given.Route("match: { object: \"a(\" }\ntask: { kye: \"{{ vars.no }}\", name: \"x {{ vars.no }}\" }")
        );

        RouteLoad load = RouteLoader.Load([file], PreparedRoutes.Write([file], RouteLoader.Version([file])));

        Assert.True(load.Prepared);
        Assert.Null(load.Set);
        Assert.Equal(Given.Lines(RouteLoader.Load([file]).Diagnostics), Given.Lines(load.Diagnostics));
        Assert.True(load.Diagnostics.Length >= 3);
    }

    [Fact]
    public void What_is_not_YAML_cannot_be_prepared() =>
        Assert.Throws<ArgumentException>(() => PreparedRoutes.Write([Given.File("a: [")], Version));

    private static byte[] Prepared(RouteFile file) =>
        PreparedRoutes.Write([file], RouteLoader.Load([file]).Set!.Version);

    private static void AssertSame(string yaml)
    {
        RouteFile file = Given.File(yaml);
        string text = yaml.TrimStart('\uFEFF');
        RawNode parsed = RawYaml.Read(file.Shown, text, out _)!;

        RawNode root = PreparedRoutes.Read(PreparedRoutes.Write([file], Version), Version)!.Root(file, text);

        Assert.Equal(Shown(parsed), Shown(root));
    }

    // Everything about a node and what is in it, and where each character of a scalar stands.
    private static string Shown(RawNode node)
    {
        var shown = new StringBuilder();
        Show(node);
        return shown.ToString();

        void Show(RawNode node)
        {
            shown.Append(node.GetType().Name).Append(' ').Append(node.Position).Append('\n');
            switch (node)
            {
                case RawScalar scalar:
                    string places = string.Join(' ', Enumerable.Range(0, scalar.Value.Length + 1).Select(scalar.At));
                    shown.Append($"{scalar.Value} {scalar.IsPlain} {scalar.Tag ?? "-"} {places}\n");
                    break;
                case RawList list:
                    list.Items.ToList().ForEach(Show);
                    break;
                case RawMap map:
                    map.Entries.SelectMany(entry => new RawNode[] { entry.Key, entry.Value }).ToList().ForEach(Show);
                    break;
            }

            shown.Append("end\n");
        }
    }
}
