using System.Collections.Immutable;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Files;
using Dispatcher.Runtime.Settings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Dispatcher.Cli.Input;

/// <summary>The function's configuration as <c>--config</c> and <c>--config-file</c> give it.</summary>
/// <param name="Pairs">Keys and values, each key once; also those that templates do not see.</param>
/// <param name="Given">Whether any was given.</param>
internal sealed record ConfigurationInput(ImmutableArray<KeyValuePair<string, string>> Pairs, bool Given)
{
    /// <summary>What is assumed of patterns that ask for a configuration, where none was given.</summary>
    public const string AnyText =
        "note: no configuration was given, so `{{ config.KEY }}` in a pattern stands for any text; "
        + "--config KEY=VALUE or --config-file FILE gives the value";

    // A file of another kind has something wrong in every line.
    private const int MostShown = 5;

    /// <summary>A warning that names values with line ends or blanks at an end, or null.</summary>
    public string? Warning => ConfigurationEnds.Warning(Pairs);

    /// <summary>What templates see.</summary>
    public Configuration Configuration { get; } = Configuration.From(Pairs);

    /// <summary>The configuration, or everything that is wrong with it.</summary>
    public static (ConfigurationInput? Input, ImmutableArray<string> Problems) Read(
        Terminal terminal,
        string? file,
        IReadOnlyList<string> pairs
    )
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<string>();
        if (file is not null)
            ReadFile(terminal, file, values, problems);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=');
            if (equals > 0 && IsKey(pair[..equals].Trim()))
                values[pair[..equals].Trim()] = pair[(equals + 1)..];
            else if (equals > 0)
                problems.Add($"--config: {NoKey(pair[..equals].Trim())}");
            else
                problems.Add(
                    $"--config {Quote.Value(pair)} is not KEY=VALUE; write for example --config workspace_id=ocid1…"
                );
        }

        return problems.Count > 0
            ? (null, problems.DrainToImmutable())
            : (
                new ConfigurationInput(
                    [.. values.OrderBy(pair => pair.Key, StringComparer.Ordinal)],
                    file is not null || pairs.Count > 0
                ),
                []
            );
    }

    private static void ReadFile(
        Terminal terminal,
        string file,
        Dictionary<string, string> values,
        ImmutableArray<string>.Builder problems
    )
    {
        ImmutableArray<string> lines;
        try
        {
            lines = Lines(TextFile.ReadText(terminal.Absolute(file)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(
                $"--config-file {file}: it cannot be read: {FileTrouble.Reading(terminal.Absolute(file), failure)}"
            );
            return;
        }

        if (IsYaml(file, lines))
            ReadYaml(file, lines, values, problems);
        else
            ReadLines(file, lines, values, problems);
    }

    private static ImmutableArray<string> Lines(string text)
    {
        using var reader = new StringReader(text);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            lines.Add(line);
        return [.. lines];
    }

    // By its name, and where that says nothing, by the first line that says something.
    private static bool IsYaml(string file, ImmutableArray<string> lines)
    {
        if (Path.GetExtension(file) is ".yaml" or ".yml")
            return true;
        string first = lines.FirstOrDefault(DotEnv.SaysSomething, "");
        if (first.AsSpan().TrimStart() is ['{', ..])
            return true; // JSON is YAML.
        int equals = first.IndexOf('='),
            colon = first.IndexOf(':');
        return colon >= 0 && (equals < 0 || colon < equals);
    }

    private static void ReadLines(
        string file,
        ImmutableArray<string> lines,
        Dictionary<string, string> values,
        ImmutableArray<string>.Builder problems
    )
    {
        int before = problems.Count;
        foreach (DotEnvLine line in DotEnv.Read(lines))
        {
            if (problems.Count == before + MostShown)
            {
                problems.Add($"{file}: no further line was looked at; is this the configuration?");
                return;
            }

            if (line.Problem is not null)
                problems.Add($"{file}:{line.Line}:1: {line.Problem}");
            else
                Add(values, problems, $"{file}:{line.Line}:1", line.Key!, line.Value);
        }
    }

    private static void ReadYaml(
        string file,
        ImmutableArray<string> lines,
        Dictionary<string, string> values,
        ImmutableArray<string>.Builder problems
    )
    {
        var yaml = new YamlStream();
        var parser = new Parser(new StringReader(string.Join('\n', lines)));
        try
        {
            yaml.Load(parser);
        }
        catch (YamlException wrong)
        {
            problems.Add(
                $"{file}:{wrong.Start.Line}:{wrong.Start.Column}: not valid YAML: {Quote.Line(wrong.Message)}"
            );
            return;
        }
        catch (Exception other)
            when (other
                    is InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or OverflowException
                        or IndexOutOfRangeException
            )
        {
            // The parser meets some malformed input with an exception of another kind; the input is at fault all the
            // same.
            Mark at = parser.Current?.Start ?? Mark.Empty;
            problems.Add(
                $"{file}:{at.Line}:{at.Column}: not valid YAML: it cannot be read on from here; "
                    + "look for a brace, bracket or quote that is not closed"
            );
            return;
        }

        if (yaml.Documents.Count == 0)
            return;
        if (yaml.Documents[0].RootNode is not YamlMappingNode map)
        {
            problems.Add($"{file}:1:1: the configuration must be a YAML map; write `key: value` lines");
            return;
        }

        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string place = $"{file}:{key.Start.Line}:{key.Start.Column}";
            if (key is YamlScalarNode { Value: { Length: > 0 } name } && value is YamlScalarNode { Value: { } text })
                Add(values, problems, place, name, text);
            else
                problems.Add($"{place}: a configuration value is one string; write `{key}: value`");
        }
    }

    private static void Add(
        Dictionary<string, string> values,
        ImmutableArray<string>.Builder problems,
        string place,
        string key,
        string value
    )
    {
        if (!IsKey(key))
            problems.Add($"{place}: {NoKey(key)}");
        else if (Surrogates.IndexOfLone(key) >= 0 || Surrogates.IndexOfLone(value) >= 0)
            problems.Add($"{place}: {Quote.Value(key)} or its value has half of a character; write both halves");
        else if (!values.TryAdd(key, value))
            problems.Add($"{place}: {Quote.Value(key)} is there twice; keep one of them");
    }

    // What the platform takes as the name of a configuration key.
    private static bool IsKey(string key) =>
        key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string NoKey(string key) =>
        $"{Quote.Value(key)} is not a key that a function can have; write letters, digits and `_`, and no digit first";
}
