using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>What a route file defines and nothing looks up.</summary>
/// <remarks>What stands in <c>defaults</c> is shared: it is unused only when no route of the file uses it.</remarks>
internal static class Unused
{
    public static IEnumerable<LintFinding> Variables(LintSubject subject)
    {
        var written =
            from route in subject.Routes
            from variable in route.Vars
            select (Route: route, Variable: variable);
        return from places in written.GroupBy(pair => pair.Variable.Value.Position)
            where places.All(pair => !pair.Route.UsedVars.Contains(pair.Variable))
            let first = places.First()
            select LintFinding.Warning(
                Codes.LintUnusedVariable,
                first.Route,
                places.Key,
                $"no template looks up the variable `{first.Variable.Name}`",
                $"write `{{{{ vars.{first.Variable.Name} }}}}` where it is meant, or remove it"
            );
    }

    /// <summary>Named groups of the object expressions.</summary>
    public static IEnumerable<LintFinding> Groups(LintSubject subject)
    {
        var used = subject.Routes.ToDictionary(route => route, UsedGroups);
        var written =
            from route in subject.Routes
            from placed in route.Match.Object
            from name in placed.Pattern.GroupNames
            where !char.IsAsciiDigit(name[0])
            select (Route: route, placed.Position, Name: name);
        return from places in written.GroupBy(named => (named.Position, named.Name))
            where places.All(named => used[named.Route] is { } names && !names.Contains(named.Name))
            let first = places.First()
            select LintFinding.Warning(
                Codes.LintUnusedGroup,
                first.Route,
                first.Position,
                $"no template looks up the group `{first.Name}`",
                $"write `{{{{ groups.{first.Name} }}}}` where it is meant, or `(?:…)` instead of `(?<{first.Name}>…)`"
            );
    }

    // Null where a name is computed, so that any group may be meant.
    private static HashSet<string>? UsedGroups(Route route)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var reference in RouteTemplates
                .Of(route)
                .SelectMany(placed => placed.Template.References)
                .Where(reference => reference.Root == "groups")
        )
        {
            if (reference.Member is null)
                return null;
            names.Add(reference.Member);
        }

        return names;
    }
}
