using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Core.Tests.Routes.Yaml;

/// <summary>Documents of the YAML test suite that readers of YAML disagree about. What is not read as the suite has it
/// is refused, but for a tab where blanks are asked for, which is read as it looks.</summary>
public sealed class YamlSuiteTests
{
    [Theory]
    [InlineData("{foo\n: bar}\n", "RD001 2:1")] // 4MUZ/02
    [InlineData("canonical: !!binary \"R0lGODlhDAAMAIQAAP==\"\n", "RD012 1:12")] // 565N
    [InlineData("!<tag:yaml.org,2002:str> foo :\n  !<!bar> baz\n", "RD012 2:3")] // 7FWL
    [InlineData("anchored: !local &anchor value\nalias: *anchor\n", "RD012 1:11")] // CUP7
    [InlineData("foo: \"bar\n\tbaz\"\n", "{\"foo\":\"bar baz\"}")] // DK95/01
    [InlineData("foo: 1\n\t\nbar: 2\n", "RD001 2:1")] // DK95/04
    [InlineData("|\n \n  \n  literal\n   \n  \n  text\n\n # Comment\n", "\"\\n\\nliteral\\n \\n\\ntext\\n\"")] // DWX9
    [InlineData("- |+\n   \n", "RD001 3:1")] // JEF9/01
    [InlineData("- |+\n   ", "RD001 3:1")] // JEF9/02
    [InlineData("foo: |\n  x\n   ", "{\"foo\":\"x\\n \\n\"}")] // L24T/01
    [InlineData("literal: |2\n  value\nfolded:\n   !foo\n  >1\n value\n", "RD012 4:4")] // M5C3
    [InlineData("# Assuming conventional resolution:\n- \"12\"\n- 12\n- ! 12\n", "[\"12\",12,\"12\"]")] // S4JQ
    [InlineData("k: {\n k\n :\n v\n }\n", "RD001 3:2")] // VJP3/01
    [InlineData("- [\n\tfoo,\n foo\n ]\n", "[[\"foo\",\"foo\"]]")] // Y79Y/003
    [InlineData("-\t-\n", "[[null]]")] // Y79Y/004
    [InlineData("- \t-\n", "[[null]]")] // Y79Y/005
    [InlineData("literal: |2\n  value\nfolded: !foo >1\n value\n", "RD012 3:9")] // Z67P
    public void A_document_of_the_test_suite_is_read_as_it_has_it_or_refused(string yaml, string expected)
    {
        RawNode? root = RawYaml.Read("r.yaml", yaml, out Diagnostic? problem);
        Assert.Equal(
            expected,
            root is null ? $"{problem!.Code} {problem.Position.Line}:{problem.Position.Column}" : Json(root)
        );
    }

    private static string Json(RawNode node) =>
        node switch
        {
            RawScalar scalar => YamlScalar.Json(scalar, out _) ?? JsonSerializer.Serialize(scalar.Value),
            RawList list => $"[{string.Join(',', list.Items.Select(Json))}]",
            RawMap map =>
                $"{{{string.Join(',', map.Entries.Select(entry => $"{Json(entry.Key)}:{Json(entry.Value)}"))}}}",
            _ => throw new InvalidOperationException(),
        };
}
