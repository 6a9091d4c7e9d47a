using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Grouping;
using Dispatcher.Planning;
using Spectre.Console;

namespace Dispatcher.Cli.DryRun;

/// <summary>What many objects start together, for people.</summary>
internal static class NamesText
{
    private const int ShownMembers = 20;

    /// <summary>Writes the groups, and a line for each other object.</summary>
    public static void Write(Terminal terminal, NamesDryRun names)
    {
        IAnsiConsole console = Screen.Out(terminal);
        bool first = true;
        foreach (ObjectGroup group in names.Groups)
        {
            if (!first)
                console.WriteLine();
            first = false;
            Write(terminal, console, group);
        }

        foreach (DispatchPlan plan in names.Alone)
        {
            if (!first)
            {
                console.WriteLine();
                first = true;
            }

            Write(console, plan, names.Nearest(plan));
        }
    }

    private static void Write(Terminal terminal, IAnsiConsole console, ObjectGroup group)
    {
        new Line()
            .Add("group".PadRight(12), group.Errors.IsEmpty ? Styles.Good : Styles.Bad)
            .Add(group.Key, Styles.Strong)
            .Add("  ")
            .Add(group.Route.Name, Styles.Name)
            .Add($"  {Count(group.Members.Length)} in {group.Bucket}", Styles.Faint)
            .Write(console);
        foreach (GroupMember member in group.Members.Take(ShownMembers))
            new Line()
                .Add("  ")
                .Add(member.Name)
                .Add(member.Part is null ? "" : $"  {member.Part}", Styles.Faint)
                .Write(console);
        if (group.Members.Length > ShownMembers)
            new Line().Add($"  and {Count(group.Members.Length - ShownMembers)} more", Styles.Faint).Write(console);
        if (!group.Missing.IsEmpty)
            new Line()
                .Add("  missing     ", Styles.Faint)
                .Add(string.Join(", ", group.Missing), Styles.Odd)
                .Write(console);
        new Line().Add("  starts      ", Styles.Faint).Add(NamesDryRun.When(group)).Write(console);
        if (group.Run is { } run)
            DryRunText.WriteRun(terminal, console, run, shadow: group.Route.State == Routes.RouteState.Shadow);
        DryRunText.WriteErrors(console, group.Errors, Styles.Bad);
    }

    private static void Write(IAnsiConsole console, DispatchPlan plan, string? nearest)
    {
        Line line = DryRunText.Headline(plan.Outcome).Add(plan.Event.ObjectName, Styles.Strong);
        string[] routes = [.. plan.Runs.Select(run => run.Route), .. plan.Sinks, .. plan.ShadowRoutes];
        line.Add(routes.Length == 0 ? "" : "  " + string.Join(", ", routes), Styles.Name)
            .Add(nearest is null ? "" : $"  nearest route {nearest}", Styles.Faint)
            .Write(console);
        DryRunText.WriteErrors(console, plan.Errors, Styles.Bad);
    }

    private static string Count(int objects) =>
        string.Create(CultureInfo.InvariantCulture, $"{objects:N0} {(objects == 1 ? "object" : "objects")}");
}
