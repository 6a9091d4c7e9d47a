using System.CommandLine;

namespace Dispatcher.Cli.CommandLine;

/// <summary><c>--budget</c>: bounds the proofs of a command.</summary>
/// <remarks>cli-v1, <c>lint</c>: what was not decided is reported as unknown, never passed over.</remarks>
internal static class BudgetOption
{
    private const double MostSeconds = 3600;

    /// <summary>The option; 10 seconds by default.</summary>
    public static Option<double> Create() =>
        new("--budget")
        {
            Description = "How long the proofs may take; what is not decided by then is reported as unknown.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 10,
        };

    /// <summary>What is wrong with the value, or null.</summary>
    public static string? Misuse(ParseResult parsed, Option<double> option) =>
        parsed.GetValue(option) is >= 0 and <= MostSeconds ? null : "--budget is a number of seconds from 0 to 3600";
}
