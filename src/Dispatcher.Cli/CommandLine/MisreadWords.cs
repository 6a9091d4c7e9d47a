using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dispatcher.Cli.CommandLine;

/// <summary>Words that the parser takes without a complaint, but that are hardly meant so: an option's name as another
/// option's value or as an argument, and a value that is empty, as an unset variable of the shell leaves it.</summary>
internal static class MisreadWords
{
    /// <summary>A sentence for each, in no order that matters.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="args">The words themselves: <c>--object=--explain</c> is an object's name, <c>--object
    /// --explain</c> is not.</param>
    public static IEnumerable<string> Of(ParseResult parsed, IReadOnlyList<string> args) =>
        parsed
            .CommandResult.Children.SelectMany(child =>
                child switch
                {
                    OptionResult option => option.Tokens.Select(word =>
                        OfValue(parsed, args, option.Option, word.Value)
                    ),
                    ArgumentResult argument => argument.Tokens.Select(word =>
                        OfArgument(parsed, argument.Argument, word.Value)
                    ),
                    _ => [],
                }
            )
            .OfType<string>();

    private static string? OfValue(ParseResult parsed, IReadOnlyList<string> args, Option option, string word)
    {
        // Where nothing is what the option says by itself, it may be said.
        if (word.Length == 0)
            return option.HasDefaultValue && option.GetDefaultValue() is ""
                ? null
                : $"{option.Name} is empty; write `{ParserComplaint.Sample(option)}`";
        bool isOption = parsed.CommandResult.Command.Options.Any(option => option.Name == word);
        return
            isOption
            && Enumerable.Range(1, Math.Max(0, args.Count - 1)).Any(i => args[i] == word && args[i - 1] == option.Name)
            ? ParserComplaint.NoValue(option)
            : null;
    }

    // Behind `--` every word is an argument; a folder called so can be given as `./--name`.
    private static string? OfArgument(ParseResult parsed, Argument argument, string word) =>
        word.Length == 0 ? $"<{argument.Name}> is empty"
        : word.Length > 1 && word[0] == '-' && parsed.Tokens.All(token => token.Type != TokenType.DoubleDash)
            ? UsageErrors.Unknown(parsed.CommandResult.Command, word)
        : null;
}
