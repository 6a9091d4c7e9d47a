using System.CommandLine;
using System.CommandLine.Parsing;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli;

/// <summary>Says what is wrong with a command line, and what to write instead.</summary>
internal static class UsageErrors
{
    /// <summary>Reports what the parser found.</summary>
    public static int Report(Terminal terminal, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        bool unknown = parsed.UnmatchedTokens.Count > 0;
        foreach (string token in parsed.UnmatchedTokens)
            terminal.Error.WriteLine($"error: {Unknown(command, token)}");
        foreach (string message in parsed.Errors.Select(Message).Where(message => !IsAboutUnknown(message, parsed.UnmatchedTokens, unknown)))
            terminal.Error.WriteLine($"error: {Line(message)}");
        return Hint(terminal, command);
    }

    /// <summary>Reports one thing that the parser cannot see.</summary>
    public static int Report(Terminal terminal, ParseResult parsed, string message)
    {
        terminal.Error.WriteLine($"error: {message}");
        return Hint(terminal, parsed.CommandResult.Command);
    }

    private static int Hint(Terminal terminal, Command command)
    {
        string name = command is RootCommand ? "dispatcher" : "dispatcher " + command.Name;
        terminal.Error.WriteLine($"`{name} --help` lists what it takes, with an example.");
        return ExitCode.Usage;
    }

    private static string Unknown(Command command, string token)
    {
        bool option = token.StartsWith('-');
        IEnumerable<string> names = option
            ? command.Options.Where(known => !known.Hidden).Select(known => known.Name)
            : command.Subcommands.Select(known => known.Name);
        string what = option ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";
        string otherwise = names.Any() ? "there are " + string.Join(", ", names) : "leave it out";
        return $"there is no {what} {Quote.Value(token)}; {Suggestion.Hint(token, names, otherwise)}";
    }

    // The parser would name the .NET type that it could not make of the word.
    private static string Message(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens: [var token] } result)
            return error.Message;
        string? wanted = result.Option switch
        {
            Option<int> or Option<int?> => "whole number",
            Option<double> or Option<double?> => "number",
            _ => null,
        };
        string name = result.Option.Name;
        return wanted is null ? error.Message : $"{name} {Quote.Value(token.Value)} is not a {wanted}; write one, for example `{name} 10`";
    }

    // An unknown word makes the parser complain twice: that it does not know the word, and that the command is missing.
    private static bool IsAboutUnknown(string message, IReadOnlyList<string> tokens, bool unknown) =>
        unknown && (tokens.Any(token => message.Contains(token, StringComparison.Ordinal)) || message.StartsWith("Required command", StringComparison.Ordinal));

    private static string Line(string message) =>
        Quote.Line(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
