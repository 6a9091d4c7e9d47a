using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Analysis.Mutations;

/// <summary>Makes the small changes of a route, one at a time. The same route always gives the same changes in the same
/// order.</summary>
internal static class RouteMutations
{
    /// <summary>Every change; none for a disabled route, which nothing can notice.</summary>
    public static IEnumerable<RouteMutant> Of(Route route) =>
        route.State == RouteState.Disabled
            ? []
            : OfMatch(route).Concat(OfTask(route)).Concat(OfVars(route)).Concat(OfBindings(route));

    private static IEnumerable<RouteMutant> OfMatch(Route route) =>
        route.Match.Parts.SelectMany(part => OfPatterns(route, part)).Concat(OfKinds(route));

    private static IEnumerable<RouteMutant> OfPatterns(Route route, MatchPart part)
    {
        ImmutableArray<PlacedPattern> patterns = part.Patterns;
        bool isObject = part.Key == MatchKeys.Object && !part.IsExcept;
        for (int i = 0; i < patterns.Length; i++)
        {
            PlacedPattern placed = patterns[i];
            // A changed value of the configuration is no change of the route.
            foreach (
                (Patterns.Pattern changed, string before, string after) in placed.Written is null
                    ? PatternMutations.Of(placed.Pattern, ends: isObject)
                    : []
            )
                yield return Mutant(
                    placed.Position,
                    patterns.SetItem(i, placed with { Pattern = changed }),
                    before,
                    after,
                    changed.Text
                );
            if (!isObject || patterns.Length > 1)
                yield return Mutant(placed.Position, patterns.RemoveAt(i), placed.Pattern.Text, "", "");
        }

        RouteMutant Mutant(
            SourcePosition position,
            ImmutableArray<PlacedPattern> changed,
            string before,
            string after,
            string whole
        ) =>
            new(
                route,
                route with
                {
                    Match = route.Match.With(part with { Patterns = changed }),
                },
                position,
                $"match.{part.Name}",
                before,
                after,
                whole
            )
            {
                Key = part.Key,
            };
    }

    private static IEnumerable<RouteMutant> OfKinds(Route route)
    {
        ImmutableArray<ObjectEventKind> kinds = route.Match.Kinds;
        foreach (ObjectEventKind kind in Enum.GetValues<ObjectEventKind>())
        {
            ImmutableArray<ObjectEventKind> changed = kinds.Contains(kind) ? kinds.Remove(kind) : kinds.Add(kind);
            if (changed.IsEmpty)
                continue;
            yield return new RouteMutant(
                route,
                route with
                {
                    Match = route.Match with { Kinds = changed },
                },
                route.Position,
                RouteMutant.EventPart,
                Written(kinds),
                Written(changed),
                Written(changed)
            );
        }
    }

    private static string Written(ImmutableArray<ObjectEventKind> kinds) =>
        $"[{string.Join(", ", kinds.Order().Select(ObjectEventKinds.Word))}]";

    private static IEnumerable<RouteMutant> OfTask(Route route)
    {
        if (route.Task is not { } task)
            return [];
        return OfTemplate(route, "task.key", task.Key, key => task with { Key = key })
            .Concat(
                OfTemplate(route, "task.workspace", task.Workspace, workspace => task with { Workspace = workspace })
            )
            .Concat(
                OfTemplate(route, "task.application", task.Application, application =>
                    task with
                    {
                        Application = application,
                    }
                )
            )
            .Concat(OfTemplate(route, "task.name", task.Name, name => task with { Name = name }))
            .Concat(
                OfTemplate(route, "task.description", task.Description, description =>
                    task with
                    {
                        Description = description,
                    }
                )
            );
    }

    private static IEnumerable<RouteMutant> OfTemplate(
        Route route,
        string part,
        PlacedTemplate? placed,
        Func<PlacedTemplate, RouteTask> with
    ) =>
        placed is null
            ? []
            : from change in TemplateMutations.Of(placed.Template, Names(route, varsAllowed: true))
            select new RouteMutant(
                route,
                route with
                {
                    Task = with(placed with { Template = change.Changed }),
                },
                placed.Position,
                part,
                change.Before,
                change.After,
                change.Changed.Text
            );

    private static IEnumerable<RouteMutant> OfVars(Route route) =>
        from variable in route.UsedVars
        from change in TemplateMutations.Of(variable.Value.Template, Names(route, varsAllowed: false))
        let changed = variable with
        {
            Value = variable.Value with { Template = change.Changed },
        }
        select new RouteMutant(
            route,
            route with
            {
                UsedVars = route.UsedVars.Replace(variable, changed),
            },
            variable.Value.Position,
            $"vars.{variable.Name}",
            change.Before,
            change.After,
            change.Changed.Text
        );

    private static IEnumerable<RouteMutant> OfBindings(Route route) =>
        from binding in route.Bindings
        from change in OfValue(route, binding.Value, binding.Position)
        select new RouteMutant(
            route,
            route with
            {
                Bindings = route.Bindings.Replace(binding, binding with { Value = change.Value }),
            },
            change.Position,
            $"bindings.{binding.Parameter}",
            change.Before,
            change.After,
            change.Whole
        );

    private static IEnumerable<(
        BindingValue Value,
        SourcePosition Position,
        string Before,
        string After,
        string Whole
    )> OfValue(Route route, BindingValue value, SourcePosition position) =>
        value switch
        {
            BindingValue.Text text => from change in TemplateMutations.Of(
                text.Template.Template,
                Names(route, varsAllowed: true)
            )
            select (
                (BindingValue)new BindingValue.Text(text.Template with { Template = change.Changed }),
                text.Template.Position,
                change.Before,
                change.After,
                change.Changed.Text
            ),
            BindingValue.Literal literal =>
            [
                (
                    new BindingValue.Literal(Other(literal.Json)),
                    position,
                    literal.Json,
                    Other(literal.Json),
                    Other(literal.Json)
                ),
            ],
            BindingValue.List list => list.Items.SelectMany(
                (item, i) =>
                    OfValue(route, item, position)
                        .Select(change =>
                            change with
                            {
                                Value = new BindingValue.List(list.Items.SetItem(i, change.Value)),
                            }
                        )
            ),
            BindingValue.Map map => map.Members.SelectMany(
                (member, i) =>
                    OfValue(route, member.Value, position)
                        .Select(change =>
                            change with
                            {
                                Value = new BindingValue.Map(
                                    map.Members.SetItem(i, KeyValuePair.Create(member.Key, change.Value))
                                ),
                            }
                        )
            ),
            _ => [],
        };

    private static string Other(string json) =>
        json switch
        {
            "true" => "false",
            "false" => "true",
            "0" => "1",
            _ => "0",
        };

    private static TemplateNames Names(Route route, bool varsAllowed)
    {
        var names = TemplateNames.Of(
            [.. route.Match.Object.Select(placed => placed.Pattern)],
            route.Vars.Select(variable => variable.Name)
        );
        return varsAllowed ? names : names.WithoutVars;
    }
}
