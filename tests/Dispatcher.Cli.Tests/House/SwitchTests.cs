using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests.House;

/// <summary>A switch over an enum of ours names every member: a new member must not fall into an arm that was written
/// before there was one.</summary>
public sealed partial class SwitchTests
{
    private static readonly Dictionary<string, string[]> Enums = Sources()
        .SelectMany(source => Declared(source.Code))
        .GroupBy(declared => declared.Name)
        .ToDictionary(same => same.Key, same => same.SelectMany(declared => declared.Members).ToArray());

    [Fact]
    public void No_switch_over_an_enum_of_ours_has_a_default_arm_or_leaves_a_member_out() =>
        Assert.Empty(Sources().SelectMany(source => Wrong(source.Code).Select(problem => $"{source.File}: {problem}")));

    [Theory]
    [InlineData("x switch { Outcome.Ignored => 1, _ => 2 };", "Outcome has a default arm")]
    [InlineData(
        "x switch { Outcome.Ignored or Outcome.Deferred => f(a, b => { }), _ => 2 };",
        "Outcome has a default arm"
    )]
    [InlineData("switch (x) { case Severity.Error: break; default: break; }", "Severity has a default arm")]
    [InlineData("switch (x) { case Severity.Error: break; case Severity.Note: break; }", "Severity leaves out Warning")]
    [InlineData("x switch { Severity.Error => 1, Severity.Warning or Severity.Note => 2 };", null)]
    [InlineData("x switch { _ when y == Outcome.Ignored => 1, _ => 2 };", null)]
    [InlineData("x switch { { Kind: Outcome.Ignored } => 1, _ => 2 };", null)]
    [InlineData("x switch { JsonValueKind.Array => 1, _ => 2 };", null)]
    [InlineData("// x switch { Outcome.Ignored => 1, _ => 2 };", null)]
    public void The_scan_sees_default_arms(string code, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], Wrong(WithoutText(code)));

    private static IEnumerable<string> Wrong(string code)
    {
        foreach (Match word in Switch().Matches(code))
        {
            int open = code.IndexOf('{', AfterParentheses(code, word.Index + word.Length));
            bool isStatement = code[(word.Index + word.Length)..open].Contains('(');
            string[] patterns = [.. isStatement ? Labels(Block(code, open)) : Arms(Block(code, open))];
            string? over = patterns.Select(EnumOf).FirstOrDefault(name => name is not null);
            if (over is null)
                continue;
            if (patterns.Any(pattern => pattern is "_" or "default"))
                yield return $"{over} has a default arm";
            else if (isStatement)
            {
                foreach (string member in Enums[over].Where(member => !patterns.Any(p => p.EndsWith("." + member))))
                    yield return $"{over} leaves out {member}";
            }
        }
    }

    private static string? EnumOf(string pattern) =>
        Member().Match(pattern) is { Success: true } member
        && Enums.TryGetValue(member.Groups["type"].Value, out string[]? members)
        && members.Contains(member.Groups["member"].Value)
            ? member.Groups["type"].Value
            : null;

    private static IEnumerable<string> Arms(string block) =>
        Parts(block, ',').Select(arm => arm.Split("=>")[0].Trim()).Where(pattern => pattern.Length > 0);

    private static IEnumerable<string> Labels(string block) =>
        Label().Matches(Outermost(block)).Select(label => label.Groups["pattern"].Value.Trim());

    // The block's text without what stands in brackets of its own.
    private static string Outermost(string block)
    {
        int depth = 0;
        return string.Concat(
            block.Select(letter =>
            {
                depth -= letter is ')' or ']' or '}' ? 1 : 0;
                char kept = depth == 0 ? letter : ' ';
                depth += letter is '(' or '[' or '{' ? 1 : 0;
                return kept;
            })
        );
    }

    private static IEnumerable<string> Parts(string block, char separator)
    {
        string outermost = Outermost(block);
        int from = 0;
        for (int i = 0; i <= block.Length; i++)
        {
            if (i < block.Length && outermost[i] != separator)
                continue;
            yield return block[from..i];
            from = i + 1;
        }
    }

    private static int AfterParentheses(string code, int from)
    {
        while (char.IsWhiteSpace(code[from]))
            from++;
        return code[from] == '(' ? from + Block(code, from).Length + 2 : from;
    }

    // What stands between the bracket at this place and its partner.
    private static string Block(string code, int open)
    {
        int depth = 0;
        for (int i = open; i < code.Length; i++)
        {
            depth += code[i] is '{' or '(' or '[' ? 1 : 0;
            depth -= code[i] is '}' or ')' or ']' ? 1 : 0;
            if (depth == 0)
                return code[(open + 1)..i];
        }

        throw new InvalidDataException("A bracket is not closed.");
    }

    private static IEnumerable<(string Name, string[] Members)> Declared(string code) =>
        EnumType()
            .Matches(code)
            .Where(type => !type.Groups["flags"].Success)
            .Select(type =>
                (
                    type.Groups["name"].Value,
                    Parts(type.Groups["members"].Value, ',')
                        .Select(member => member.Split('=')[0].Trim())
                        .Where(member => member.Length > 0)
                        .ToArray()
                )
            );

    private static IEnumerable<(string File, string Code)> Sources()
    {
        string root = Path.Join(TheCommand.Repository, "src");
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: Path.GetRelativePath(root, file), Path: file))
            .Where(source => !source.File.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Select(source => (source.File, WithoutText(File.ReadAllText(source.Path))));
    }

    // Comments and the text of strings are replaced by nothing; what is interpolated is lost with it.
    private static string WithoutText(string code) => Text().Replace(code, " ");

    [GeneratedRegex(
        """
            //[^\n]* | "{3}.*?"{3} | \$?@"(?:[^"]|"")*" | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)+'
            """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline
    )]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<flags>\[Flags\]\s*)?(?:public|internal|private) enum (?<name>\w+)[^{]*\{(?<members>[^}]*)\}")]
    private static partial Regex EnumType();

    [GeneratedRegex(@"\bswitch\b")]
    private static partial Regex Switch();

    [GeneratedRegex(@"\b(?:case\b(?<pattern>[^:]*)|(?<pattern>default)\s*):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?:\w+\.)*(?<type>\w+)\.(?<member>\w+)\b")]
    private static partial Regex Member();
}
