using Dispatcher.Diagnostics;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

public sealed class RouteLoaderTests
{
    private const string Task = "task: { key: k }";

    [Theory]
    // the file
    [InlineData("", "r.yaml:1:1: error RD004: the file is empty")]
    [InlineData("# nothing but a comment\n", "r.yaml:1:1: error RD004: the file is empty")]
    [InlineData("- a\n", "r.yaml:1:1: error RD002: a route file is a list")]
    [InlineData("routes: []\n", "r.yaml:1:1: error RD004: the file has no `version`")]
    [InlineData("version: 2\nroutes: []\n", "r.yaml:1:10: error RD007: `version` is \"2\"")]
    [InlineData("version: \"1\"\nroutes: []\n", "r.yaml:1:10: error RD007")]
    [InlineData("version: 1\n", "r.yaml:1:1: error RD004: the file has no `routes`")]
    [InlineData("version: 1\nroutes: {}\n", "r.yaml:2:9: error RD002: `routes` is a map")]
    [InlineData("version: 1\nroutes: [\n", "error RD001: this is not YAML")]
    [InlineData(
        "version: 1\nroutes:\n  - match: { object: a\n    task: b\n",
        "r.yaml:3:14: error RD001: this is not YAML: it cannot be read on from here; look for a brace, "
            + "bracket or quote that is not closed"
    )]
    [InlineData(
        "version: 1\nroutes: []\nrouts: []\n",
        "r.yaml:3:1: error RD003: a route file has no key \"routs\"; did you mean `routes`?"
    )]
    [InlineData(
        "version: 1\nroutes: []\nversion: 1\n",
        "r.yaml:3:1: error RD006: a route file has the key \"version\" twice; remove one; the first is on line 1"
    )]
    [InlineData(
        "version: 1\ndefaults: { task: { key: &k 'a', workspace: w } }\n",
        "an anchor (`&`) is not read everywhere inside braces; write the map without braces, a key on each line"
    )]
    [InlineData(
        "version: 1\nroutes: []\n\tbad: 1\n",
        "r.yaml:3:1: error RD001: this is not YAML: a line is indented by a tab; indent by spaces"
    )]
    [InlineData(
        "version: 1\nroutes: []\n---\nversion: 1\n",
        "r.yaml:3:1: error RD012: a second YAML document begins here"
    )]
    [InlineData(
        "version: 1\nroutes: !!python/object []\n",
        "error RD012: the tag \"tag:yaml.org,2002:python/object\" is not used in route files"
    )]
    [InlineData("version: 1\ndefaults: 5\nroutes: []\n", "r.yaml:2:11: error RD002: `defaults` is \"5\"")]
    [InlineData(
        "version: 1\nroutes: []\ndefaults: { task: { keys: k } }\n",
        "r.yaml:3:21: error RD003: `task` has no key \"keys\"; did you mean `key`?"
    )]
    [InlineData(
        "version: 1\nroutes: []\ndefaults: { task: { key: [k] } }\n",
        "r.yaml:3:26: error RD002: `key` is a list"
    )]
    [InlineData("version: 1\nroutes: []\ndefaults: { match: { bucket: '(' } }\n", "r.yaml:3:31: error RD101")]
    [InlineData(
        "version: 1\nroutes: []\ndefaults: { match: { event: made } }\n",
        "r.yaml:3:29: error RD005: `event` is \"made\""
    )]
    [InlineData(
        "version: 1\nroutes: []\ndefaults: { vars: { a: [b] } }\n",
        "r.yaml:3:24: error RD002: the variable `a` is a list"
    )]
    [InlineData(
        "version: 1\nroutes: []\ndefaults: { bindings: { A: { shema: b/c } } }\n",
        "r.yaml:3:30: error RD003: the binding `A` has no key \"shema\""
    )]
    [InlineData(
        "version: 1\ndefaults: { tasks: {} }\nroutes: []\n",
        "r.yaml:2:13: error RD003: `defaults` has no key \"tasks\"; did you mean `task`?"
    )]
    public void A_wrong_file_is_named_with_its_place(string yaml, string expected) =>
        Assert.Contains(Given.Lines(Given.Load(yaml).Diagnostics), line =>
            line.Contains(expected, StringComparison.Ordinal)
        );

    [Theory]
    // the route
    [InlineData(
        "match: { object: x }\n" + Task + "\ncontinues: true",
        "r.yaml:6:5: error RD003: a route has no key \"continues\"; did you mean `continue`?"
    )]
    [InlineData(Task, "r.yaml:3:5: error RD004: the route `r` has no `match`")]
    [InlineData("match: {}\n" + Task, "r.yaml:4:12: error RD004: `match` has no `object`")]
    [InlineData("match: { object: [] }\n" + Task, "r.yaml:4:22: error RD005: `object` is an empty list")]
    [InlineData("match: { object: { a: b } }\n" + Task, "r.yaml:4:22: error RD002: `object` is a map; it must be text")]
    [InlineData("match: { object: }\n" + Task, "error RD002: `object` is empty; it must be text")]
    [InlineData(
        "match: { object: x, buckets: y }\n" + Task,
        "r.yaml:4:25: error RD003: `match` has no key \"buckets\"; did you mean `bucket`?"
    )]
    [InlineData(
        "match: { object: x, event: created }\n" + Task,
        "r.yaml:4:32: error RD005: `event` is \"created\"; did you mean `create`?"
    )]
    [InlineData("match: { object: x, event: [] }\n" + Task, "r.yaml:4:32: error RD005: `event` is an empty list")]
    [InlineData("match: { object: x }", "r.yaml:3:5: error RD004: the route `r` has no `task`")]
    [InlineData(
        "match: { object: x }\ntask: nothing",
        "r.yaml:5:11: error RD002: `task` is \"nothing\"; "
            + "write `task: { key: KEY }`, or `task: none` for names that are known and start nothing"
    )]
    [InlineData(
        "match: { object: x }\ntask: none\nbindings: { P: 1 }",
        "r.yaml:6:15: error RD005: the sink `r` has `bindings`, and it starts nothing (`task: none`); "
            + "remove it, or write the task's key: `task: { key: KEY }`"
    )]
    [InlineData("match: { object: x }\ntask: none\nmax_running: 2", "r.yaml:6:18: error RD005: the sink `r` has")]
    [InlineData("match: { object: x }\ntask: none\nwrites: []", "r.yaml:6:13: error RD005: the sink `r` has")]
    [InlineData("match: { object: x }\ntask: {}", "r.yaml:5:11: error RD004: `task` has no `key`")]
    [InlineData(
        "match: { object: x }\ntask: { key: k, workspce: w }",
        "r.yaml:5:21: error RD003: `task` has no key \"workspce\"; did you mean `workspace`?"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nstate: off",
        "r.yaml:6:12: error RD005: `state` is \"off\"; write enabled, shadow or disabled"
    )]
    [InlineData("match: { object: x }\n" + Task + "\nstate: enable", "did you mean `enabled`?")]
    [InlineData(
        "match: { object: x }\n" + Task + "\ncontinue: yes",
        "r.yaml:6:15: error RD005: `continue` is \"yes\"; write `true` or `false`"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\noverrides: [R]",
        "r.yaml:6:17: error RD010: there is no route \"R\"; did you mean `r`?"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nmax_running: none",
        "r.yaml:6:18: error RD005: `max_running` is \"none\"; write a number of runs from 1 to 1000"
    )]
    [InlineData("match: { object: x }\n" + Task + "\nmax_length: 0", "r.yaml:6:17: error RD005: `max_length` is \"0\"")]
    [InlineData("match: { object: x }\n" + Task + "\nvars: [a]", "r.yaml:6:11: error RD002: `vars` is a list")]
    [InlineData(
        "match: { object: x }\n" + Task + "\nvars: { a: { b: c } }",
        "r.yaml:6:16: error RD002: the variable `a` is a map"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ndescription: [a]",
        "r.yaml:6:18: error RD002: `description` is a list; it must be text"
    )]
    // patterns and templates, at their place in the file
    [InlineData("match: { object: 'a(?=b)' }\n" + Task, "r.yaml:4:24: error RD104")]
    [InlineData("match:\n  object:\n    - ok\n    - a**\n" + Task, "r.yaml:7:13: error RD103")]
    [InlineData("match: { object: x }\ntask: { key: \"a{{ objct.name }}\" }", "r.yaml:5:23: error RD202")]
    [InlineData("match: { object: x }\ntask: { key: '{{ groups.a }}' }", "error RD207")]
    [InlineData("match: { object: x }\n" + Task + "\nvars: { a: '{{ vars.b }}', b: c }", "error RD202")]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings:\n  P: |\n    first\n    {{ config.a b }}\n",
        "r.yaml:9:"
    )]
    // bindings
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: [a] }",
        "r.yaml:6:20: error RD002: the binding `P` is a list; write `{ simple: [ … ] }`"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: {} }",
        "error RD002: the binding `P` has 0 forms; write exactly one of simple, schema and root"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: { simple: a, schema: b/c } }",
        "error RD002: the binding `P` has 2 forms"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: { shema: b/c } }",
        "error RD003: the binding `P` has no key \"shema\"; did you mean `schema`?"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: { schema: b } }",
        "r.yaml:6:30: error RD305: `schema` is \"b\"; write CONNECTION/SCHEMA"
    )]
    [InlineData("match: { object: x }\n" + Task + "\nbindings: { P: { schema: a/b/c } }", "error RD305")]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: { root: text } }",
        "error RD002: `root` is \"text\"; write the object as a map"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: a, P: b }",
        "error RD006: `bindings` has the key \"P\" twice"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: .inf }",
        "error RD005: `.inf` is not a finite number, which JSON cannot write; write `\".inf\"` if text is meant"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { P: { root: { '{{ object.name }}': 1 } } }",
        "error RD205: the key \"{{ object.name }}\" has a template"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\nbindings: { '{{ object.name }}': x }",
        "error RD205: the binding \"{{ object.name }}\" has a template"
    )]
    // tests
    [InlineData("match: { object: x }\n" + Task + "\ntests: x", "error RD002: `tests` is \"x\"; write a list")]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ expect: unmatched }]",
        "error RD004: the test has no `object`"
    )]
    [InlineData("match: { object: x }\n" + Task + "\ntests: [{ object: x }]", "error RD004: the test has no `expect`")]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: }]",
        "error RD011: the test expects nothing"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: {} }]",
        "error RD011: the test asserts nothing"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: { exact: true } }]",
        "error RD011: the test asserts nothing; `exact` is about what else is bound"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: unmached }]",
        "did you mean `unmatched`?"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: { route: s } }]",
        "error RD010: there is no route \"s\""
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, config: { OCI_X: a }, expect: unmatched }]",
        "error RD005: templates do not see the configuration key \"OCI_X\""
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, config: { a: b, a: c }, expect: unmatched }]",
        "error RD006: `config` has the key \"a\" twice"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: { bindings: { P: { root: text } } } }]",
        "error RD002: `root` is \"text\"; write the object as a map"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, expect: { bindings: { P: { schema: b } } } }]",
        "error RD305: `schema` is \"b\"; write CONNECTION/SCHEMA"
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, time: '10:00', expect: unmatched }]",
        "error RD005: `time` is \"10:00\""
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ object: x, time: noon, expect: unmatched }]",
        "error RD005: `time` is \"noon\""
    )]
    [InlineData(
        "match: { object: x }\n" + Task + "\ntests: [{ raw: { a: b }, expect: unmatched }]",
        "error RD312: `cloudEventsVersion`, `eventID`, `eventType`, `eventTime`, `data` are missing"
    )]
    public void A_wrong_route_is_named_with_its_place(string members, string expected)
    {
        RouteLoad load = Given.Load(Given.Route(members));

        Assert.Null(load.Set);
        Assert.True(
            Given.Lines(load.Diagnostics).Any(line => line.Contains(expected, StringComparison.Ordinal)),
            $"expected {expected}\nbut got\n{string.Join('\n', load.Diagnostics)}"
        );
    }

    [Theory]
    [InlineData("Invoices")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void A_route_name_has_the_letters_the_format_allows(string name)
    {
        RouteLoad load = Given.Load(
            $"version: 1\nroutes:\n  - name: {name}\n    match: {{ object: x }}\n    task: {{ key: k }}\n"
        );

        Assert.Equal(Codes.BadRouteName, Assert.Single(load.Diagnostics).Code);
    }

    [Fact]
    public void Every_problem_of_every_file_is_found_in_one_pass_ordered_by_place()
    {
        RouteLoad load = Given.Load(
            "version: 1\nroutes:\n  - name: a\n    match: { object: '(' }\n    task: { key: '{{ nope }}' "
                + "}\n    extra: 1\n",
            "version: 3\nroutes:\n  - name: a\n    match: { object: x }\n"
        );

        Assert.Null(load.Set);
        Assert.Equal(
            load.Diagnostics.Order(Comparer<Diagnostic>.Create((x, y) => x.Position.CompareTo(y.Position))),
            load.Diagnostics
        );
        string[] codes = [.. load.Diagnostics.Select(d => d.Code)];
        Assert.Equal(["RD101", "RD202", "RD003", "RD007", "RD004", "RD006"], codes.Where(c => c != "").ToArray());
    }

    [Fact]
    public void A_template_in_the_defaults_is_checked_even_when_every_route_overrides_it()
    {
        const string Yaml = """
            version: 1
            defaults:
              task: { workspace: "{{ object.nme }}", application: "{{ vars.in_a_route }}" }
              vars: { landing: "{{ vars.pool }}" }
              bindings: { A: "{{ for x in y }}", B: { simple: ["{{ groups.anything }}"] } }
            routes:
              - name: r
                match: { object: x }
                task: { key: k, workspace: w, application: a }
                vars: { landing: l, in_a_route: v }
                bindings: { A: a, B: b }
            """;

        Assert.Equal(
            ["r.yaml:3:33: error RD203", "r.yaml:4:24: error RD202", "r.yaml:5:33: error RD201"],
            Given.Lines(Given.Load(Yaml).Diagnostics).Select(line => string.Join(':', line.Split(':')[..4]))
        );
    }

    [Fact]
    public void A_problem_in_the_defaults_is_reported_once_however_many_routes_inherit_it()
    {
        RouteLoad load = Given.Load(
            """
            version: 1
            defaults:
              task: { key: "{{ nope }}" }
            routes:
              - { name: a, match: { object: a } }
              - { name: b, match: { object: b } }
            """
        );

        Assert.Equal("r.yaml:3:20", Assert.Single(load.Diagnostics).Position.ToString());
    }

    [Fact]
    public void A_group_that_the_defaults_look_up_is_missing_in_a_route_that_is_named()
    {
        RouteLoad load = Given.Load(
            """
            version: 1
            defaults:
              task: { key: "{{ groups.day }}" }
            routes:
              - { name: a, match: { object: '(?<day>.)' } }
              - { name: b, match: { object: b } }
            """
        );

        Assert.StartsWith(
            "r.yaml:3:27: error RD207: no expression in match.object has the group `day` (in route `b`);",
            Assert.Single(Given.Lines(load.Diagnostics)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Files_are_taken_in_ordinal_order_of_their_path_and_routes_in_file_order()
    {
        string File(params string[] names) =>
            "version: 1\nroutes:\n"
            + string.Concat(names.Select(n => $"  - {{ name: {n}, match: {{ object: {n} }}, task: {{ key: k }} }}\n"));
        RouteLoad load = RouteLoader.Load([
            Given.File(File("z", "y"), "b/a.yaml"),
            Given.File(File("m"), "a.yml"),
            Given.File(File("u"), "B.yaml"),
            Given.File("not read", "_draft.yaml"),
            Given.File("not read", "a/.hidden.yaml"),
            Given.File("not read", "notes.txt"),
        ]);

        Assert.Equal(["u", "m", "z", "y"], load.Set!.Routes.Select(route => route.Name));
        Assert.Equal([0, 1, 2, 3], load.Set.Routes.Select(route => route.Index));
    }

    [Fact]
    public void However_many_files_are_parsed_at_once_each_is_read_once_and_in_order()
    {
        RouteFile[] files =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(i =>
                    Given.File(
                        i % 7 == 3
                            ? "version: 1\nroutes: [\n"
                            : $"version: 1\nroutes:\n  - {{ name: r{i:d2}, match: {{ object: o{i} }}, task: "
                                + $"{{ key: k }} }}\n",
                        $"f{i:d2}.yaml"
                    )
                ),
        ];
        RouteFile[] good = [.. files.Where((_, i) => i % 7 != 3)];

        for (int round = 0; round < 50; round++)
        {
            Assert.Equal(
                files.Except(good).Select(file => file.Path),
                RouteLoader.Load(files).Diagnostics.Select(problem => problem.Position.File)
            );
            Assert.Equal(
                good.Select(file => file.Path),
                RouteLoader.Load(good).Set!.Routes.Select(route => route.File)
            );
        }
    }

    [Fact]
    public void A_folder_without_a_route_file_is_an_error() =>
        Assert.Equal(Codes.Unreadable, Assert.Single(RouteLoader.Load([Given.File("", "readme.md")]).Diagnostics).Code);

    [Fact]
    public void Defaults_are_merged_key_by_key_and_the_route_wins()
    {
        Route route = Assert.Single(
            Given
                .Set(
                    """
                    version: 1
                    defaults:
                      match: { bucket: shared, event: delete }
                      task: { workspace: w0, application: a0, key: k0 }
                      vars: { one: "1", two: "2" }
                      bindings:
                        A: from-defaults
                        B: { schema: c/s }
                    routes:
                      - name: r
                        match: { object: x, event: [create] }
                        task: { key: k1 }
                        vars: { two: "zwei", three: "3" }
                        bindings:
                          B: replaced whole
                          C: 5
                    """
                )
                .Routes
        );

        Assert.Equal("shared", Assert.Single(route.Match[MatchKeys.Bucket]).Pattern.Text);
        Assert.Equal("Create", Assert.Single(route.Match.Kinds).ToString());
        Assert.Equal(
            ("k1", "w0", "a0"),
            (route.Task!.Key.Template.Text, route.Task.Workspace!.Template.Text, route.Task.Application!.Template.Text)
        );
        Assert.Equal(["one=1", "two=zwei", "three=3"], route.Vars.Select(v => $"{v.Name}={v.Value.Template.Text}"));
        Assert.Equal(["A Simple", "B Simple", "C Simple"], route.Bindings.Select(b => $"{b.Parameter} {b.Kind}"));
    }

    [Fact]
    public void The_version_changes_with_path_and_content_and_with_nothing_else()
    {
        const string Yaml = "version: 1\nroutes: []\n";
        string Version(params RouteFile[] files) => RouteLoader.Load(files).Set!.Version;

        Assert.Matches("^sha256:[0-9a-f]{64}$", Version(Given.File(Yaml)));
        Assert.Equal(Version(Given.File(Yaml)), Version(Given.File(Yaml) with { Shown = "/elsewhere/r.yaml" }));
        Assert.Equal(
            Version(Given.File(Yaml, "a.yaml"), Given.File(Yaml, "b.yaml")),
            Version(Given.File(Yaml, "b.yaml"), Given.File(Yaml, "a.yaml"))
        );
        Assert.NotEqual(Version(Given.File(Yaml)), Version(Given.File(Yaml, "s.yaml")));
        Assert.NotEqual(Version(Given.File(Yaml)), Version(Given.File(Yaml + "#\n")));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused_at_their_line()
    {
        byte[] bytes = [.. "version: 1\nroutes: []\n# "u8, 0xC3, 0x28];

        Diagnostic problem = Assert.Single(RouteLoader.Load([new RouteFile("r.yaml", bytes)]).Diagnostics);

        Assert.Equal("r.yaml:3:1: error RD001: the file is not UTF-8; save it in UTF-8", problem.ToString());
    }

    [Theory]
    [InlineData("P: 5", "5")]
    [InlineData("P: -0", "-0")]
    [InlineData("P: 1.50", "1.50")]
    [InlineData("P: 1e3", "1e3")]
    [InlineData("P: 123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("P: true", "true")]
    [InlineData("P: ~", "null")]
    [InlineData("P:", "null")]
    [InlineData("P: !!str 5", null)]
    [InlineData("P: '5'", null)]
    [InlineData("P: 5.5.5", null)]
    [InlineData("P: yes", null)]
    [InlineData("P: 2026-11-23", null)]
    public void A_scalar_keeps_the_type_YAML_gives_it(string binding, string? json)
    {
        Route route = Assert.Single(
            Given.Set(Given.Route("match: { object: x }\ntask: { key: k }\nbindings:\n  " + binding)).Routes
        );

        Assert.Equal(json, (Assert.Single(route.Bindings).Value as BindingValue.Literal)?.Json);
    }

    [Fact]
    public void A_load_ends_when_it_is_cancelled()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            RouteLoader.Load(
                [Given.File($"version: 1\nroutes:\n  - {{ name: r, match: {{ object: x }}, {Task} }}\n")],
                cancellationToken: over.Token
            )
        );
    }
}
