using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;

namespace Dispatcher.Fuzz;

/// <summary>Runs the command over route files, object names and file names that are made to break its output, in every
/// format: each output parses, and none has a raw control or bidirectional character or a command to GitHub's
/// runner.</summary>
public static class OutputFuzzer
{
    private const string Name = "NAME";
    private const string Report = "out.xml";

    private static readonly string[][] Lines =
    [
        ["lint"],
        ["lint", "--format", "json"],
        ["lint", "--format", "sarif"],
        ["lint", "--format", "github"],
        ["test"],
        ["test", "--format", "json", "--junit", Report],
        ["docs"],
        ["docs", "--format", "json"],
        ["diff", "base", "routes"],
        ["diff", "base", "routes", "--format", "json"],
        ["diff", "base", "routes", "--format", "markdown"],
        ["dry-run", "--object", Name, "--explain"],
        ["dry-run", "--object", Name, "--explain", "--format", "json"],
        ["rule", "--format", "json"],
        ["policy", "--format", "json"],
        ["redrive", "letters", "--format", "json"],
        ["redrive", "letters"],
    ];

    private static readonly string[] Pieces =
    [
        "a",
        "1",
        "é",
        "😀",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\0",
        "\u0007",
        "\u001b[2J",
        "\u0085",
        "\u00ad",
        "\u2028",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "\U000E0041",
        "##[error]x",
        "##[",
        "::error::x",
        "::",
        "%0A",
        "<img src=x onerror=alert(1)>",
        "</code>",
        "<!--",
        "-->",
        "]]>",
        "&lt;",
        "|",
        "\\|",
        "\\",
        "`",
        "```",
        "\"",
        "'",
        "#",
        ",",
        ":",
        "*",
        "[x](y)",
        "{{ object.name }}",
        "{{",
        "../",
    ];

    private static readonly string[] HalfPieces = ["\ud800", "\udc00"];

    /// <summary>Runs every line over <paramref name="count"/> inputs.</summary>
    /// <param name="seed">The same seed makes the same inputs.</param>
    /// <param name="count">How many.</param>
    /// <returns>What is wrong with an output, each with its input.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(int seed, int count)
    {
        var failures = new List<string>();
        for (int i = 0; i < count && failures.Count < 10; i++)
            await TryAsync(new Random(unchecked((seed * 100_003) + i)), failures).ConfigureAwait(false);
        return failures;
    }

    private static async Task TryAsync(Random random, List<string> failures)
    {
        string folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        try
        {
            // One file in three is broken somewhere: what does not load is echoed.
            string yaml = Yaml(random);
            if (random.Next(3) == 0)
                yaml = yaml.Insert(random.Next(yaml.Length), Text(random, halves: false));
            Write(Path.Join(folder, "routes", FileName(random)), yaml);
            Write(Path.Join(folder, "base", "a.yaml"), Yaml(random));
            Write(Path.Join(folder, "letters", "a.json"), Letter(random));
            foreach (string[] line in Lines)
            {
                string[] arguments =
                [
                    .. line.Select(word => word == Name ? "in/" + Text(random, halves: false) : word),
                ];
                string? problem = await ProblemAsync(arguments, folder).ConfigureAwait(false);
                if (problem is not null)
                    failures.Add($"{string.Join(' ', line)}: {problem}\n{yaml}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string?> ProblemAsync(string[] arguments, string folder)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string format = Array.IndexOf(arguments, "--format") is >= 0 and var at ? arguments[at + 1] : "text";
        try
        {
            await CliApp
                .RunAsync(
                    arguments,
                    new Terminal
                    {
                        Out = output,
                        Error = error,
                        In = Stream.Null,
                        Folder = folder,
                        Variable = _ => null,
                    },
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            string shown = output.ToString();
            if (format is "json" or "sarif")
                Parse(shown);
            string report = Path.Join(folder, Report);
            if (File.Exists(report))
            {
                string xml = await File.ReadAllTextAsync(report).ConfigureAwait(false);
                XDocument.Parse(xml);
                File.Delete(report);
                shown += xml;
            }

            return Acting(shown, format) ?? Acting(error.ToString(), "text");
        }
#pragma warning disable CA1031 // Any exception at all is what is looked for.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure.ToString();
        }
    }

    // One document, or one a line.
    private static void Parse(string shown)
    {
        if (shown.StartsWith("{\n", StringComparison.Ordinal))
        {
            JsonDocument.Parse(shown).Dispose();
            return;
        }

        foreach (string line in shown.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            JsonDocument.Parse(line).Dispose();
    }

    private static string? Acting(string shown, string format)
    {
        for (int i = 0; i < shown.Length; i++)
        {
            if (shown[i] is not ('\n' or '\t') && Quote.IsUnsafe(shown, i))
                return $"U+{(int)shown[i]:X4} at {i}: {Quote.Line(shown[Math.Max(0, i - 60)..])}";
        }

        string[] lines = shown.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        bool annotates = format == "github";
        return Array.Find(lines, line => line.TrimStart().StartsWith("::", StringComparison.Ordinal) != annotates)
                is { } command
                ? $"a command to the runner, or none: {Quote.Line(command)}"
            : annotates && Array.Exists(lines, line => !IsAnnotation(line)) ? "an annotation of another shape"
            : null;
    }

    private static bool IsAnnotation(string line) =>
        line.StartsWith("::error file=", StringComparison.Ordinal)
        || line.StartsWith("::warning file=", StringComparison.Ordinal)
        || line.StartsWith("::notice file=", StringComparison.Ordinal);

    private static string Yaml(Random random) =>
        $$$"""
            version: 1
            defaults: { task: { key: {{{Quoted(random)}}}, workspace: w, application: a } }
            routes:
              - name: first
                description: {{{Quoted(random)}}}
                owner: {{{Quoted(random)}}}
                match: { bucket: {{{Pattern(random)}}}, object: {{{Pattern(random)}}} }
                bindings: { {{{Quoted(random)}}}: "x", B: {{{Quoted(random)}}} }
                tests:
                  - { object: {{{Quoted(random)}}}, expect: { route: first, bindings: { B: {{{Quoted(random)}}} } } }
                  - { object: {{{Quoted(random)}}}, expect: unmatched }
              - name: second
                match: { object: [{{{Pattern(random)}}}, "in/.*"] }
                bindings: { B: {{{Quoted(random)}}} }
            """;

    private static string Letter(Random random) =>
        $$"""{"outcome": "rejected", "event": {{EventOf(random)}}, "errors": [{"code": "RD301", "route": {{Json(random)}}, "message": {{Json(random)}}, "retryable": false}]}""";

    private static string EventOf(Random random) =>
        $$$$"""{"cloudEventsVersion":"0.1","eventID":{{{{Json(random)}}}},"eventType":"com.oraclecloud.objectstorage.createobject","source":"s","eventTime":"2026-11-28T10:00:00Z","data":{"compartmentId":"c","resourceName":{{{{Json(random)}}}},"additionalDetails":{"bucketName":"in","namespace":"ns","eTag":"e"}}}""";

    private static string FileName(Random random) =>
        string.Concat(Text(random, halves: false).Where(c => c is not ('/' or '\0'))) + ".yaml";

    private static string Text(Random random, bool halves) =>
        string.Concat(
            Enumerable
                .Range(0, random.Next(1, 5))
                .Select(_ =>
                    halves && random.Next(100) == 0
                        ? HalfPieces[random.Next(HalfPieces.Length)]
                        : Pieces[random.Next(Pieces.Length)]
                )
        );

    private static string Quoted(Random random) => Escaped(Text(random, halves: true));

    private static string Json(Random random) => Escaped(Text(random, halves: false));

    // The text itself, with what has a meaning in a pattern escaped.
    private static string Pattern(Random random) =>
        Escaped(
            string.Concat(
                Text(random, halves: true)
                    .Select(c => ".\\?*+(){}[]|^$-".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString())
            )
        );

    // A text in double quotes, as YAML and JSON both read it.
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (char c in text)
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        return escaped.Append('"').ToString();
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
