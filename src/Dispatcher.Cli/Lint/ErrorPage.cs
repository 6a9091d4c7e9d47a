using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using Dispatcher.Cli.Version;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Lint;

/// <summary>A row of docs/errors.md, which is a part of the program.</summary>
/// <param name="Code">The code.</param>
/// <param name="Means">What it means.</param>
/// <param name="Do">What to do about it.</param>
internal sealed partial record ErrorPage(string Code, string Means, string Do)
{
    // The names of the constants: what SARIF calls the name of a rule.
    private static readonly FrozenDictionary<string, string> Names = typeof(Codes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToFrozenDictionary(field => (string)field.GetRawConstantValue()!, field => field.Name);

    private static readonly FrozenDictionary<string, ErrorPage> Rows = Read();

    /// <summary>The name that the code's constant has: <c>PatternUnsupported</c>.</summary>
    public string Name => Names[Code];

    /// <summary>Where the row can be read; a name without a place for a build that does not know its
    /// repository.</summary>
    public string Address =>
        Product.Repository is { } repository
            ? $"{repository}/blob/HEAD/docs/errors.md"
            : $"urn:dispatcher:error:{Code}";

    public static ErrorPage Of(string code) => Rows[code];

    private static FrozenDictionary<string, ErrorPage> Read()
    {
        using var reader = new StreamReader(typeof(ErrorPage).Assembly.GetManifestResourceStream("errors.md")!);
        return Row()
            .Matches(reader.ReadToEnd())
            .Select(row => new ErrorPage(
                row.Groups["code"].Value,
                Plain(row.Groups["means"].Value),
                Plain(row.Groups["do"].Value)
            ))
            .DistinctBy(row => row.Code) // Further tables have examples.
            .ToFrozenDictionary(row => row.Code);
    }

    private static string Plain(string markdown) =>
        Link().Replace(markdown, "${text}").Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<code>RD\d{3}) \| (?<means>.+?) \| (?<do>.+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
