using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Grouping;
using Dispatcher.Routes;
using Spectre.Console;

namespace Dispatcher.Cli.Status;

/// <summary>What became of a group, for people.</summary>
internal static class GroupStatusText
{
    private const int ShownMembers = 20;

    /// <summary>Writes it.</summary>
    public static void Write(Terminal terminal, Route route, string key, IReadOnlyList<GroupStatus> found)
    {
        IAnsiConsole console = Screen.Out(terminal);
        if (found.Count == 0)
            new Line()
                .Add("no objects".PadRight(12), Styles.Bad)
                .Add(key, Styles.Strong)
                .Add("  ")
                .Add(route.Name, Styles.Name)
                .Add("  no object in the landing buckets has this key", Styles.Faint)
                .Write(console);
        foreach (GroupStatus one in found)
            Write(console, one);
    }

    private static void Write(IAnsiConsole console, GroupStatus status)
    {
        ObjectGroup group = status.Group;
        new Line()
            .Add(
                (status.Run?.Run is not null ? "started" : group.State.Word()).PadRight(12),
                status.IsWell ? Styles.Good
                    : status.Run is { IsFailed: false } ? Styles.Odd
                    : Styles.Bad
            )
            .Add(group.Key, Styles.Strong)
            .Add("  ")
            .Add(group.Route.Name, Styles.Name)
            .Add(
                $"  in {group.Bucket}, first written {StatusText.Time(group.First)}, "
                    + $"last {StatusText.Time(group.Last)}",
                Styles.Faint
            )
            .Write(console);
        foreach (GroupMember member in group.Members.Take(ShownMembers))
            new Line()
                .Add("  ")
                .Add(member.Name)
                .Add(member.Part is null ? "" : $"  {member.Part}", Styles.Faint)
                .Add($"  {StatusText.Time(member.Written)}", Styles.Faint)
                .Write(console);
        if (group.Members.Length > ShownMembers)
            new Line()
                .Add(
                    string.Create(CultureInfo.InvariantCulture, $"  and {group.Members.Length - ShownMembers:N0} more"),
                    Styles.Faint
                )
                .Write(console);
        if (!group.Missing.IsEmpty)
            new Line()
                .Add("  missing    ", Styles.Faint)
                .Add(string.Join(", ", group.Missing), Styles.Odd)
                .Write(console);
        if (status.Run is { Run: null })
            new Line()
                .Add("  ready      ", Styles.Faint)
                .Add(group.ReadyAt is { } at ? $"at {StatusText.Time(at)}, if nothing more comes" : "never")
                .Write(console);
        if (status.Run is { } run)
            StatusText.Write(console, run);
        foreach (string next in status.Next)
            new Line().Add("  next       ", Styles.Faint).Add(next).Write(console);
    }
}
