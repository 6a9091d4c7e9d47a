using Dispatcher.Analysis.Tenancy;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Spectre.Console;

namespace Dispatcher.Cli.Rule;

/// <summary>The Events rule for people: what it lets through, with the routes that need it.</summary>
internal static class RuleText
{
    /// <summary>Writes the rule.</summary>
    public static void Write(Terminal terminal, EventRule rule)
    {
        IAnsiConsole console = Screen.Out(terminal);
        new Line()
            .Add("events      ", Styles.Faint)
            .Add(string.Join(", ", rule.Kinds.Select(ObjectEventKinds.Word)))
            .Write(console);
        WriteValues(console, "bucket", rule.Buckets);
        WriteValues(console, "namespace", rule.Namespaces);
        new Line().Add("condition   ", Styles.Faint).Write(console);
        terminal.Out.WriteLine(rule.Condition);
    }

    /// <summary>Writes what a rule in a file lets through otherwise.</summary>
    public static void Write(Terminal terminal, string file, RuleDrift drift)
    {
        foreach (string difference in drift.Differences)
            terminal.Out.WriteLine($"{Quote.Line(file)}: {difference}");
        if (drift.Differences.IsEmpty)
            terminal.Out.WriteLine($"{Quote.Line(file)}: the rule is what the routes need");
    }

    private static void WriteValues(IAnsiConsole console, string label, IEnumerable<RuleValue> values)
    {
        bool any = false;
        foreach (RuleValue value in values)
        {
            new Line()
                .Add(label.PadRight(12), Styles.Faint)
                .Add(value.Text, Styles.Strong)
                .Add("  " + string.Join(", ", value.Routes), Styles.Faint)
                .Write(console);
            any = true;
        }

        if (!any)
            new Line().Add(label.PadRight(12), Styles.Faint).Add("any").Write(console);
    }
}
