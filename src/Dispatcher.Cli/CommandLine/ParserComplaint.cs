using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.CommandLine;

/// <summary>Says in the command's own words what the parser found wrong with an option or argument: its name, what was
/// written, and what to write. The parser leaves one of them out, and names .NET types.</summary>
internal static class ParserComplaint
{
    /// <summary>The sentence.</summary>
    public static string Of(ParseError error, Command command) =>
        error.SymbolResult switch
        {
            OptionResult option => Of(option, error.Message),
            ArgumentResult { Tokens: [] } argument => $"<{argument.Argument.Name}> is missing; write "
                + $"`{UsageErrors.Name(command)} <{argument.Argument.Name}>`",
            ArgumentResult { Tokens: [var word] } argument => Choice(
                Quote.Value(word.Value),
                word.Value,
                argument.Argument
            ) ?? error.Message,
            _ when command is RootCommand && command.Subcommands.Count > 0 =>
                $"{error.Message.TrimEnd('.')}; there are {UsageErrors.Listed(command)}",
            _ => error.Message,
        };

    private static string Of(OptionResult result, string message)
    {
        Option option = result.Option;
        return result.Tokens switch
        {
            [] when result.IdentifierTokenCount == 0 => $"{option.Name} is missing; write `{Sample(option)}`",
            [] => NoValue(option),
            [var word] when Number(option) is { } wanted =>
                $"{option.Name} {Quote.Value(word.Value)} is not a {wanted}; write one, for example `{option.Name} 10`",
            [var word] => Choice($"{option.Name} {Quote.Value(word.Value)}", word.Value, option) ?? message,
            { Count: var count } => $"{option.Name} is given {count} times; give it once",
        };
    }

    /// <summary>An option without its value.</summary>
    public static string NoValue(Option option) => $"{option.Name} needs a value; write `{Sample(option)}`";

    /// <summary>The option and what its value is: <c>--bucket &lt;name&gt;</c>.</summary>
    public static string Sample(Option option) => $"{option.Name} <{option.HelpName}>";

    private static string? Number(Option option) =>
        option switch
        {
            Option<int> or Option<int?> => "whole number",
            Option<double> or Option<double?> => "number",
            _ => null,
        };

    private static string? Choice(string what, string word, Symbol symbol)
    {
        string[] choices = [.. symbol.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label)];
        if (choices.Length == 0)
            return null;
        string hint = Suggestion.For(word, choices) is { } near ? $"; did you mean `{near}`?" : "";
        return $"{what} is not one of {string.Join(", ", choices.Select(choice => $"'{choice}'"))}{hint}";
    }
}
