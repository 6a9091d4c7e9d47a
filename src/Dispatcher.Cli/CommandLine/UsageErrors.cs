using System.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.CommandLine;

/// <summary>Says what is wrong with a command line, and what to write instead.</summary>
internal static class UsageErrors
{
    /// <summary>Reports what the parser found.</summary>
    public static int Report(Terminal terminal, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] meant = [.. parsed.UnmatchedTokens.Select(token => Meant(terminal, command, token)).OfType<string>()];
        foreach (string token in parsed.UnmatchedTokens)
            terminal.Error.WriteLine($"error: {Unknown(terminal, command, token)}");
        IEnumerable<string> complaints = parsed
            .Errors.Where(error => !IsAboutUnknown(error.Message, parsed.UnmatchedTokens))
            .Select(error => Line(ParserComplaint.Of(error, command)))
            // The option that is missing is the one that a word without it was meant for.
            .Where(complaint =>
                !meant.Any(option =>
                    complaint.StartsWith($"{option.Split(' ')[0]} is missing", StringComparison.Ordinal)
                )
            );
        foreach (string complaint in complaints)
            terminal.Error.WriteLine($"error: {complaint}");
        return Hint(terminal, command);
    }

    /// <summary>Reports what the parser cannot see.</summary>
    public static int Report(Terminal terminal, ParseResult parsed, params IEnumerable<string> messages)
    {
        foreach (string message in messages)
            terminal.Error.WriteLine($"error: {message}");
        return Hint(terminal, parsed.CommandResult.Command);
    }

    private static string Unknown(Terminal terminal, Command command, string token) =>
        token == "help" ? $"there is no command \"help\"; write `{Name(command)} --help`"
        : Meant(terminal, command, token) is { } meant ? $"there is no argument {Quote.Value(token)}; write `{meant}`"
        : Unknown(command, token);

    private static string? Meant(Terminal terminal, Command command, string token) =>
        command.Subcommands.Count == 0 && (token is "-" || !token.StartsWith('-'))
            ? StrayWord.Meant(terminal, command, token)
            : null;

    /// <summary>Says that the command does not have this word, with the one that was probably meant.</summary>
    public static string Unknown(Command command, string token)
    {
        bool option = token.StartsWith('-');
        IEnumerable<string> names = option ? Names(command.Options) : Names(command.Subcommands);
        string what =
            option ? "option"
            : command.Subcommands.Count > 0 ? "command"
            : "argument";
        string otherwise = names.Any() ? "there are " + string.Join(", ", names) : "leave it out";
        return $"there is no {what} {Quote.Value(token)}; {Suggestion.Hint(token, names, otherwise)}";
    }

    /// <summary>The command as one calls it.</summary>
    public static string Name(Command command) => command is RootCommand ? "dispatcher" : "dispatcher " + command.Name;

    /// <summary>The commands below this one that its help lists.</summary>
    public static string Listed(Command command) => string.Join(", ", Names(command.Subcommands));

    private static IEnumerable<string> Names(IEnumerable<Symbol> symbols) =>
        symbols.Where(known => !known.Hidden).Select(known => known.Name);

    private static int Hint(Terminal terminal, Command command)
    {
        terminal.Error.WriteLine($"`{Name(command)} --help` lists what it takes, with an example.");
        return ExitCode.Usage;
    }

    // An unknown word makes the parser complain twice: that it does not know the word, and that the command is missing.
    private static bool IsAboutUnknown(string message, IReadOnlyList<string> tokens) =>
        tokens.Count > 0
        && (
            tokens.Any(token => message.Contains(token, StringComparison.Ordinal))
            || message.StartsWith("Required command", StringComparison.Ordinal)
        );

    private static string Line(string message) =>
        Quote.Line(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
