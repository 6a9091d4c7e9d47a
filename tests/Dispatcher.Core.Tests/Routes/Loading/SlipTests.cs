using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Routes.Loading;

/// <summary>Slips that people make in YAML and in templates: each gets the advice for its layer, and no word of a
/// library.</summary>
public sealed class SlipTests
{
    private static readonly string[] WordsOfLibraries =
    [
        "While ",
        "did not find",
        "expected key",
        "block mapping",
        "scalar",
        "token",
        "<end>",
        "<expression>",
    ];

    [Theory]
    [InlineData("P: {{ config.x }}", "RD002", "put it in quotes: P: \"{{ config.x }}\"")]
    [InlineData("P: {{ groups.x }}/out.csv", "RD002", "put it in quotes: P: \"{{ groups.x }}/out.csv\"")]
    [InlineData("P: *.csv", "RD001", @"a pattern is not a file glob: write '[^/]*\.csv'")]
    [InlineData("P: *", "RD001", "the pattern that takes any text is '.*'")]
    [InlineData(
        "P: \"a/\\d+\"",
        "RD001",
        "has no escape `\\d` in double quotes; write the text in single quotes: 'a/\\d+'"
    )]
    [InlineData("P: \"a\\\\d\\d+\"", "RD001", "in single quotes: 'a\\d\\d+'")]
    [InlineData("P: \"it's \\\"x\\\" \\$1\" # why", "RD001", "in single quotes: 'it''s \"x\" \\$1'")]
    [InlineData("P: [ \"a\", \"b\\.csv\" ]", "RD001", "in single quotes: 'b\\.csv'")]
    [InlineData(
        "P: \"a\\xyz\"",
        "RD001",
        "needs hexadecimal digits behind it; write the text in single quotes: 'a\\xyz'"
    )]
    [InlineData(
        "P: \"a\\d\n        b\"",
        "RD001",
        "write the text in single quotes, where a backslash stands for itself"
    )]
    [InlineData("P: x\n\t\tQ: y", "RD001", "a line is indented by a tab; indent by spaces")]
    [InlineData("<<: *common", "RD001", "what routes share goes into `defaults`")]
    [InlineData("P: a: b", "RD001", "a text without quotes has `: ` in it")]
    [InlineData("P:a\n      Q: b", "RD001", "write `P: a`")]
    [InlineData("P: x\n      Q\n      R: x", "RD001", "a key has no `:` behind it")]
    [InlineData("P: 'a", "RD001", "the quote that opens here is never closed")]
    [InlineData("P: 'it's'", "RD001", "text follows the `'` that ends a value")]
    [InlineData("P: @x", "RD001", "no text without quotes begins with this character")]
    [InlineData("P: - x", "RD001", "a list cannot begin here")]
    [InlineData("P: \"{{ day }}\"", "RD202", "did you mean `groups.day`?")]
    [InlineData("P: \"{{ object_name }}\"", "RD202", "did you mean `object.name`?")]
    [InlineData("P: \"{{ bucketName }}\"", "RD202", "did you mean `bucket.name`?")]
    [InlineData("P: \"{{ env }}\"", "RD202", "a key of the configuration is config.env")]
    [InlineData("P: \"{{ object.name + }}\"", "RD201", "an operator has no value behind it")]
    [InlineData("P: \"{{ if object.name == 'a' }}x\"", "RD201", "close every `if` and `case` with `{{ end }}`")]
    [InlineData("P: \"{{ end }}\"", "RD201", "`end` closes nothing")]
    [InlineData("P: \"{{ (object.name }}\"", "RD201", "close the bracket")]
    [InlineData("P: \"{{{ object.name }}}\"", "RD201", "three braces open no block; write two, `{{ object.name }}`")]
    [InlineData("P: \"{{= object.name }}\"", "RD201", "`{{=` opens no block; write {{ object.name }}")]
    [InlineData("P: \"{{ 1 2 ) }}\"", "RD201", "the template does not parse here")]
    public void A_slip_gets_the_advice_for_its_layer(string binding, string code, string advice)
    {
        string yaml =
            "version: 1\nroutes:\n  - name: a\n    match: { object: '(?<day>x)' }\n    task: { key: k }\n"
            + $"    bindings:\n      {binding}\n";

        string[] lines = [.. Given.Load(yaml).Diagnostics.Select(diagnostic => diagnostic.ToString())];

        Assert.Contains(lines, line => line.Contains($"error {code}: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(advice, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line =>
            WordsOfLibraries.Any(word => line.Contains(word, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("orders/{year}/.+", "write `orders/(?<year>[^/]+)/.+`")]
    [InlineData("orders/${date}/{n}.csv", "write `orders/(?<date>[^/]+)/(?<n>[^/]+).csv`")]
    [InlineData(@"/^orders\/[a-z]+$/", "the slashes around it are those of another language; write `^orders/[a-z]+$`")]
    [InlineData(@"/^orders\/[a-z]+$/i", "write `(?i)^orders/[a-z]+$`")]
    [InlineData(@"orders\2026\a.csv", @"write `orders/2026/a\.csv`, or `\\` for a backslash")]
    [InlineData(@"orders/\bx\b", "write the characters that may stand there as a class")]
    public void A_pattern_of_another_kind_is_one_error_with_the_pattern_to_write(string pattern, string advice)
    {
        string yaml = $"version: 1\nroutes:\n  - {{ name: a, match: {{ object: '{pattern}' }}, task: {{ key: k }} }}\n";

        Assert.Contains(advice, Given.Load(yaml).Diagnostics[0].Hint, StringComparison.Ordinal);
        if (!pattern.Contains(@"\b", StringComparison.Ordinal))
            Assert.Single(Given.Load(yaml).Diagnostics);
    }

    [Theory]
    [InlineData("bucket: b", "write it below `match`: `match: { bucket: … }`")]
    [InlineData("where: { data.x: y }", "write it below `match`")]
    [InlineData("workspace: w", "write it below `task`: `task: { workspace: … }`")]
    public void A_key_that_stands_one_level_too_high_is_sent_to_its_place(string key, string advice)
    {
        string yaml =
            $"version: 1\nroutes:\n  - name: a\n    {key}\n    match: {{ object: x }}\n    task: {{ key: k }}\n";

        Assert.Contains(advice, Assert.Single(Given.Load(yaml).Diagnostics).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("object: '(?!a).*'", "name what must not match in `except`")]
    [InlineData("object: x, bucket: '(?!a).*'", "name what must not match in `except: { bucket: PATTERN }`")]
    [InlineData("object: x, where: { data.y: '(?!a).*' }", "write out the values that may stand there")]
    public void A_look_ahead_is_sent_to_the_exception_of_its_own_key(string match, string advice)
    {
        string yaml = $"version: 1\nroutes:\n  - {{ name: a, match: {{ {match} }}, task: {{ key: k }} }}\n";

        Assert.Equal(advice, Assert.Single(Given.Load(yaml).Diagnostics).Hint);
    }
}
