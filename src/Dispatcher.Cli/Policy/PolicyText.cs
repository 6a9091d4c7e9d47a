using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;

namespace Dispatcher.Cli.Policy;

/// <summary>The statements as text: one a line, never cut, and comments after <c>#</c>.</summary>
internal static class PolicyText
{
    /// <summary>Writes the policy.</summary>
    public static void Write(Terminal terminal, IamPolicy policy)
    {
        foreach (PolicyStatement statement in policy.Statements)
        {
            terminal.Out.WriteLine("# " + Quote.Whole(statement.Comment));
            terminal.Out.WriteLine(statement.Text);
        }
    }

    /// <summary>Writes how the policy in a file differs.</summary>
    public static void Write(Terminal terminal, string file, PolicyDrift drift)
    {
        if (drift.Missing.IsEmpty && drift.Superfluous.IsEmpty)
        {
            terminal.Out.WriteLine($"{Quote.Line(file)}: the policy is what the routes need");
            return;
        }

        terminal.Out.WriteLine($"--- {Quote.Line(file)}");
        terminal.Out.WriteLine("+++ what the routes need");
        foreach (string statement in drift.Superfluous)
            terminal.Out.WriteLine("- " + Quote.Whole(statement));
        foreach (PolicyStatement statement in drift.Missing)
        {
            terminal.Out.WriteLine("+ # " + Quote.Whole(statement.Comment));
            terminal.Out.WriteLine("+ " + statement.Text);
        }
    }
}
