using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.CommandLine;

/// <summary>A word without an option before it, where the command takes none: names the option that it probably belongs
/// to.</summary>
internal static class StrayWord
{
    // The first row whose option the command has and whose word looks like it.
    private static readonly ImmutableArray<(string Option, Func<Terminal, string, bool> Fits)> Rows =
    [
        ("--routes", (terminal, word) => IsYaml(word) || Directory.Exists(terminal.Absolute(word))),
        ("--event", (terminal, word) => word == "-" || (IsJson(word) && File.Exists(terminal.Absolute(word)))),
        ("--object", (_, _) => true),
        ("--log", (_, _) => true),
        ("--names", (terminal, word) => File.Exists(terminal.Absolute(word))),
        ("--objects", (terminal, word) => File.Exists(terminal.Absolute(word))),
        ("--bucket", (_, _) => true),
        ("--names", (_, _) => true),
        ("--config", (_, word) => word.IndexOf('=', StringComparison.Ordinal) > 0),
        ("--routes", (_, _) => true),
    ];

    /// <summary>The option with the word, as it is written; null where the command has none that it fits.</summary>
    public static string? Meant(Terminal terminal, Command command, string word) =>
        Rows.FirstOrDefault(row =>
            command.Options.Any(option => option.Name == row.Option) && row.Fits(terminal, word)
        ).Option
            is { } name
            ? $"{name} {(word.Any(char.IsWhiteSpace) ? Quote.Value(word) : Quote.Whole(word))}"
            : null;

    private static bool IsYaml(string word) =>
        word.EndsWith(".yaml", StringComparison.Ordinal) || word.EndsWith(".yml", StringComparison.Ordinal);

    private static bool IsJson(string word) =>
        word.EndsWith(".json", StringComparison.Ordinal)
        || word.EndsWith(".jsonl", StringComparison.Ordinal)
        || word.EndsWith(".ndjson", StringComparison.Ordinal);
}
