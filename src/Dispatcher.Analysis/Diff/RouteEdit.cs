using System.Collections.Immutable;
using System.Globalization;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Diff;

/// <summary>A route that is new, gone, or written otherwise, whatever that does to objects.</summary>
/// <param name="Before">The route before; null for a new one.</param>
/// <param name="After">The route after, under its new name if it was renamed; null for one that is gone.</param>
internal sealed record RouteEdit(Route? Before, Route? After)
{
    // What a report has beside owner, task and bindings, in the words of a route file.
    private static readonly (string Word, Func<Route, string> Text)[] Aspects =
    [
        ("name", route => route.Name),
        ("match", route => RouteWording.Match(route.Match)),
        ("state", route => route.State.Word()),
        ("continue", route => Text(route.Continue)),
        ("fallback", route => Text(route.Fallback)),
        ("overrides", route => string.Join(' ', route.Overrides)),
        ("workspace", route => Text(route.Task?.Workspace)),
        ("application", route => Text(route.Task?.Application)),
        ("run name", route => Text(route.Task?.Name)),
        ("run description", route => Text(route.Task?.Description)),
        ("vars", route => string.Join('\n', route.UsedVars.Select(used => $"{used.Name} {Text(used.Value)}").Order())),
        ("group", route => Text(route.Group)),
        ("expect", route => Text(route.Expect)),
        ("writes", route => Text(route.Writes)),
        ("max_running", route => Convert.ToString(route.MaxRunning, CultureInfo.InvariantCulture) ?? ""),
        ("max_length", route => Convert.ToString(route.MaxLength, CultureInfo.InvariantCulture)),
        ("description", route => route.Description ?? ""),
    ];

    /// <summary>The edits from one set to another: new routes, changed ones, and those that are gone, each in the order
    /// of its set.</summary>
    public static ImmutableArray<RouteEdit> Between(RouteSet before, RouteSet after)
    {
        RouteRenames renames = RouteRenames.Of(before, after);
        var old = before.Routes.ToDictionary(route => renames.NewName(route.Name), StringComparer.Ordinal);
        var kept = after.Routes.Select(route => route.Name).ToHashSet(StringComparer.Ordinal);
        RouteEdit[] edits =
        [
            .. after.Routes.Select(route => new RouteEdit(old.GetValueOrDefault(route.Name), route)),
            .. before
                .Routes.Where(route => !kept.Contains(renames.NewName(route.Name)))
                .Select(route => new RouteEdit(route, null)),
        ];
        return
        [
            .. edits.Where(edit => edit.Before is null),
            .. edits.Where(edit => edit.Before is not null && edit.After is not null && edit.IsChange),
            .. edits.Where(edit => edit.After is null),
        ];
    }

    /// <summary>What is written otherwise beside owner, task and bindings; empty for a route that is new or
    /// gone.</summary>
    public ImmutableArray<string> Others =>
        Before is { } was && After is { } now
            ? [.. Aspects.Where(aspect => aspect.Text(was) != aspect.Text(now)).Select(aspect => aspect.Word)]
            : [];

    /// <summary>The task's key as it is written; <c>none</c> for a sink.</summary>
    public static string TaskOf(Route route) => route.Task?.Key.Template.Text ?? "none";

    /// <summary>The value of each parameter as it is written.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> BindingsOf(Route route) =>
        [.. route.Bindings.Select(binding => KeyValuePair.Create(binding.Parameter, Text(binding)))];

    private bool IsChange =>
        Before is { } was
        && After is { } now
        && (
            !Others.IsEmpty
            || was.Owner != now.Owner
            || TaskOf(was) != TaskOf(now)
            || !BindingsOf(was).ToHashSet().SetEquals(BindingsOf(now))
        );

    private static string Text(RouteBinding binding)
    {
        string form = binding.Kind == BindingKind.Simple ? "" : binding.Kind.Word() + " ",
            type = binding.Type == BindingType.Text ? "" : $" as {binding.Type.Word()}";
        return $"{form}{Text(binding.Value)}{type}{(binding.Optional ? ", optional" : "")}";
    }

    private static string Text(BindingValue value) =>
        value switch
        {
            BindingValue.Text text => text.Template.Template.Text,
            BindingValue.Literal literal => literal.Json,
            BindingValue.List list => $"[{string.Join(", ", list.Items.Select(Text))}]",
            BindingValue.Map map =>
                $"{{{string.Join(
                ", ",
                map.Members.Select(member => $"{member.Key}: {Text(member.Value)}")
            )}}}",
            _ => throw new InvalidOperationException("a binding has a form that is not known"),
        };

    private static string Text(bool value) => value ? "yes" : "no";

    private static string Text(PlacedTemplate? template) => template?.Template.Text ?? "";

    private static string Text(RouteGrouping? group) =>
        group is null
            ? ""
            : $"{Text(group.By)}\n{group.Quiet}\n{group.AtMost}\n{Text(group.Complete?.Part)}\n"
                + string.Join('\n', group.Complete?.Of ?? []);

    private static string Text(RouteExpectation? expect) =>
        expect is null
            ? ""
            : $"{expect.Every.Word()}\n{Text(expect.Key)}\n{expect.Format}\n{expect.Within}\n{expect.Zone}";

    private static string Text(ImmutableArray<RouteWrite>? writes) =>
        writes is { } known
            ? string.Join(
                '\n',
                known.Select(write => $"{write.Object} {write.Bucket} {write.Within?.Shown}").Prepend("says")
            )
            : "";
}
