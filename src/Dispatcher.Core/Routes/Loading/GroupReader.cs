using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>group</c>.</summary>
/// <remarks>sweep-v1, "Groups".</remarks>
internal static class GroupReader
{
    private const int MostParts = 1000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private static readonly string[] Keys = ["by", "quiet", "complete", "at_most"],
        PartKeys = ["part", "of"];

    /// <summary>The group, or null with the errors.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="templates">Reads templates over <c>groups</c>, <c>bucket</c> and <c>config</c>.</param>
    /// <param name="node">What stands after <c>group</c>.</param>
    /// <param name="match">The route's conditions, or null.</param>
    public static RouteGrouping? Read(LoadContext context, TemplateReader templates, RawNode node, RouteMatch? match)
    {
        // A deletion would be held for ever.
        if (match?.Kinds.Contains(ObjectEventKind.Delete) == true)
            context.Error(
                Codes.WrongValue,
                node.Position,
                "a route with `group` takes deletions, and a group is made of objects that are there",
                "leave `delete` out of `match.event`"
            );
        if (MapReader.Open(context, node, "`group`", Keys) is not { } map)
            return null;
        PlacedTemplate? by = map.Require(
            "by",
            "`group`",
            "write `by:` and what the objects of one group have in common"
        )
            is { } written
            ? templates.Read(written, "`by`")
            : null;
        TimeSpan quiet = DurationReader.Read(context, map, "quiet", Longest) ?? RouteGrouping.DefaultQuiet;
        int before = context.ErrorCount;
        GroupParts? complete = map.Find("complete") is { } parts ? ReadParts(context, templates, parts) : null;
        TimeSpan? atMost = DurationReader.Read(context, map, "at_most", Longest);
        if (map.Find("at_most") is { } bound && map.Find("complete") is null)
            context.Error(
                Codes.WrongValue,
                bound.Position,
                "`at_most` bounds the wait for parts, and the group has no `complete`",
                "leave it out, or write `complete: { part: …, of: [ … ] }`"
            );
        if (atMost < quiet && context.ErrorCount == before)
            context.Error(
                Codes.WrongValue,
                map.Find("at_most")!.Position,
                $"`at_most` is shorter than `quiet`, {Durations.Text(quiet)}",
                "write a longer one: a group is never ready before it is quiet"
            );
        return by is null ? null : new RouteGrouping(by, quiet, complete, atMost);
    }

    private static GroupParts? ReadParts(LoadContext context, TemplateReader templates, RawNode node)
    {
        if (MapReader.Open(context, node, "`complete`", PartKeys) is not { } map)
            return null;
        PlacedTemplate? part = map.Require("part", "`complete`", "write `part:` and what tells the parts apart")
            is { } written
            ? templates.Read(written, "`part`")
            : null;
        RawNode? listed = map.Require("of", "`complete`", "write `of:` and a list of every part");
        var of = ImmutableArray.CreateBuilder<string>();
        foreach (RawNode item in listed is null ? [] : MapReader.OneOrMore(context, listed, "`of`"))
        {
            if (MapReader.Text(context, item, "a part") is not { } text)
                continue;
            if (of.Contains(text.Value))
                context.Error(
                    Codes.Duplicate,
                    text.Position,
                    $"the part {Quote.Value(text.Value)} is there twice",
                    "remove one"
                );
            else if (of.Count == MostParts)
            {
                context.Error(
                    Codes.LimitPassed,
                    text.Position,
                    $"a group has more than {MostParts} parts",
                    "name fewer; without `complete` a group has any number of members"
                );
                break;
            }
            else
                of.Add(text.Value);
        }

        return part is null ? null : new GroupParts(part, of.DrainToImmutable());
    }
}
