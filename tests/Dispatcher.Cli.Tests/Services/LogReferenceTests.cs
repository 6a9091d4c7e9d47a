using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dispatcher.Emulator.Faults;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>The page of the log has every event name that the code writes, with a line and its fields. Lines that the
/// function writes here are compared field by field; of the others the fields are read from the code.</summary>
public sealed partial class LogReferenceTests
{
    private const string Routes = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - { name: invoices, match: { bucket: landing, object: 'invoices/.+' }, task: { key: flatten } }
        """;

    private static readonly string Page = Path.Join(TheCommand.Repository, "docs", "log.md");

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Every_event_name_of_the_code_is_in_the_page_and_no_other() =>
        Assert.Equal(
            Written().Select(written => written.Name).Distinct().Order(StringComparer.Ordinal),
            Examples().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Each_example_has_the_fields_and_a_level_that_the_code_writes()
    {
        Dictionary<string, JsonElement> examples = Examples();
        foreach ((string name, string[] levels, string[] fields) in Written())
        {
            JsonElement line = examples[name];
            string[] members = Members(line);
            Assert.Equal(["time", "level", "event", "message", "routeSet"], members[..5]);
            Assert.Equal(name, line.GetProperty("event").GetString());
            // A field that only some lines have is named in the text before the example.
            if (fields.FirstOrDefault(field => !Mentions(name, field)) is { } missing)
                Assert.Fail($"docs/log.md: neither the example of `{name}` nor its text has `{missing}`");
            if (levels.Length > 0 && Written().Count(other => other.Name == name) == 1)
                Assert.Contains(line.GetProperty("level").GetString(), levels);
        }
    }

    [Fact]
    public async Task Examples_have_the_fields_of_the_lines_that_the_function_writes()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing", "invoices/lost.jsonlines");
        using var function = new RecordedShadow(
            cloud,
            Routes,
            ("DISPATCHER_LOG_LEVEL", "debug"),
            ("DISPATCHER_SWEEP_SETTLE", "1s")
        );
        cloud.Emulator.Faults.Add(Emulator.Model.Operations.CreateTaskRun, Fault.Throttle(), times: 1);
        await function.HappensAsync("invoices/2026-11-23.jsonlines");
        await function.HandleAsync("""{"dispatcher":"ping"}"""u8.ToArray());
        await function.HandleAsync("[{}]"u8.ToArray());
        await Task.Delay(1500);
        await function.HandleAsync("""{"dispatcher":"sweep"}"""u8.ToArray());
        JsonElement[] lines =
        [
            .. function
                .Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .GroupBy(line => line.GetProperty("event").GetString())
                .Select(same => same.First()),
        ];
        string[] seen = [.. lines.Select(line => line.GetProperty("event").GetString()!)];
        foreach (
            string name in (string[])["routes.loaded", "invocation", "retry", "ping", "batch", "event.lost", "sweep"]
        )
            Assert.Contains(name, seen);
        if (Environment.GetEnvironmentVariable("UPDATE_PAGES") is not null)
            await UpdateAsync(lines);
        Dictionary<string, JsonElement> examples = Examples();
        Assert.All(lines, line =>
            Assert.Equal(Members(line), Members(examples[line.GetProperty("event").GetString()!]))
        );
    }

    [Fact]
    public async Task Every_query_of_the_page_finds_a_line_that_the_function_writes()
    {
        await using Cloud cloud = await Cloud.StartAsync();
        using var function = new RecordedShadow(
            cloud,
            """
            version: 1
            defaults: { task: { workspace: ws, application: app }, match: { bucket: landing, object: 'invoices/.+' } }
            routes:
              - { name: archive, continue: true, task: { key: archive } }
              - { name: next, state: shadow, task: { key: flatten } }
              - { name: invoices, task: { key: flatten } }
            """
        );
        await function.HappensAsync("invoices/2026-11-23.jsonlines");
        cloud.Emulator.Faults.Add(Emulator.Model.Operations.CreateTaskRun, Fault.Status(404), times: 2);
        await function.HappensAsync("invoices/failing.jsonlines");

        string[] lines = function.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        MatchCollection queries = Query().Matches(await File.ReadAllTextAsync(Page));
        Assert.Equal(5, queries.Count);
        Assert.All(queries, query =>
        {
            // `*` is any text.
            Regex[] patterns =
            [
                .. Pattern()
                    .Matches(query.Value)
                    .Select(pattern => new Regex(
                        Regex.Escape(pattern.Groups[1].Value).Replace(@"\*", ".*", StringComparison.Ordinal)
                    )),
            ];
            Assert.NotEmpty(patterns);
            Assert.Contains(lines, line => patterns.All(pattern => pattern.IsMatch(line)));
        });
    }

    private static bool Mentions(string name, string field) =>
        Section().Matches(File.ReadAllText(Page)).Single(section => section.Groups["name"].Value == name).Value
            is var section
        && (section.Contains($"\"{field}\":") || section.Contains($"`{field}`"));

    private static async Task UpdateAsync(JsonElement[] lines)
    {
        string page = await File.ReadAllTextAsync(Page);
        foreach (JsonElement line in lines)
            page = Section()
                .Replace(page, section =>
                    section.Groups["name"].Value == line.GetProperty("event").GetString()
                        ? section.Groups["before"].Value + JsonSerializer.Serialize(line, Pretty) + "\n```"
                        : section.Value
                );
        await File.WriteAllTextAsync(Page, page);
    }

    private static string[] Members(JsonElement line) => [.. line.EnumerateObject().Select(member => member.Name)];

    private static Dictionary<string, JsonElement> Examples() =>
        Section()
            .Matches(File.ReadAllText(Page))
            .ToDictionary(
                section => section.Groups["name"].Value,
                section => JsonDocument.Parse(section.Groups["json"].Value).RootElement
            );

    /// <summary>The calls of the code that write a line: name, levels, and the fields that the call itself
    /// writes.</summary>
    private static IEnumerable<(string Name, string[] Levels, string[] Fields)> Written()
    {
        foreach (string project in (string[])["Dispatcher.Runtime", "Dispatcher.Function"])
        {
            foreach (
                string file in Directory.EnumerateFiles(
                    Path.Join(TheCommand.Repository, "src", project),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            {
                if (file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
                    continue;
                string code = File.ReadAllText(file);
                var constants = Constant()
                    .Matches(code)
                    .ToDictionary(found => found.Groups[1].Value, found => found.Groups[2].Value);
                foreach (Match call in Call().Matches(code))
                {
                    string[] arguments = Arguments(code, call.Index + call.Length);
                    if (arguments is ["log", ..])
                        arguments = arguments[1..];
                    if (arguments.Length < 2 || !(arguments[0].Contains("LogLevel.") || arguments[0] == "level"))
                        continue;
                    string[] fields =
                    [
                        .. Field().Matches(string.Concat(arguments[2..])).Select(field => field.Groups[1].Value),
                    ];
                    string[] levels =
                    [
                        .. Level().Matches(arguments[0]).Select(level => level.Groups[1].Value.ToLowerInvariant()),
                    ];
                    foreach (Match name in Text().Matches(arguments[1]))
                        yield return (name.Groups[1].Value, levels, fields);
                    if (constants.TryGetValue(arguments[1], out string? constant))
                        yield return (constant, levels, fields);
                }
            }
        }
    }

    // The arguments of a call from behind its parenthesis on. Texts are passed over as a whole.
    private static string[] Arguments(string code, int at)
    {
        var arguments = new List<string>();
        int depth = 0,
            begin = at;
        for (int i = at; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    for (i++; code[i] != '"'; i++)
                        i += code[i] == '\\' ? 1 : 0;
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}' when depth > 0:
                    depth--;
                    break;
                case ')' or ',' when depth == 0:
                    arguments.Add(code[begin..i].Trim());
                    begin = i + 1;
                    if (code[i] == ')')
                        return [.. arguments];
                    break;
            }
        }

        return [.. arguments];
    }

    [GeneratedRegex(
        @"(?<before>### `(?<name>[a-z.-]+)`[^#]*?```json\n)(?<json>\{\n.*?\n\})\n```",
        RegexOptions.Singleline
    )]
    private static partial Regex Section();

    [GeneratedRegex(@"^\|.*`search ""LOG"".*$", RegexOptions.Multiline)]
    private static partial Regex Query();

    [GeneratedRegex("data\\.message = '([^']+)'")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\b(?:Write|WriteAlways|Line|Tell)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"const string (\w+) = ""([a-z.-]+)""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"LogLevel\.(\w+)")]
    private static partial Regex Level();

    [GeneratedRegex(@"""([a-z][a-z.-]+)""")]
    private static partial Regex Text();

    [GeneratedRegex(@"json\.Write\w+\(\s*""(\w+)""")]
    private static partial Regex Field();
}
