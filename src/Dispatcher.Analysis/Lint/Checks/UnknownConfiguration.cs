using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Configuration keys that templates need and that the configuration given with <c>--config</c> or
/// <c>--config-file</c> lacks, and those that templates never see.</summary>
/// <remarks>routes-v1, "task" and "Templates". Left of <c>??</c> a key may be missing, but a hidden key always gives
/// the default. Without any configuration given, only hidden keys are reported.</remarks>
internal static class UnknownConfiguration
{
    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        Configuration configuration = subject.Configuration ?? Configuration.Empty;
        bool isGiven = subject.Configuration is not null;
        var wanted =
            from route in subject.Routes
            from placed in RouteTemplates.Of(route)
            from reference in placed.Template.References
            where
                reference is { Root: "config", Member: not null }
                && (
                    configuration.ReasonHidden(reference.Member) is not null
                    || (isGiven && !reference.Optional && configuration.Find(reference.Member) is null)
                )
            select (Route: route, placed.Position, Key: reference.Member!);
        // What a route does not say of its task is looked up by these names.
        var fallen =
            from route in subject.Routes
            from key in RouteTemplates.RequiredConfiguration(route)
            where isGiven
            where
                (key == "workspace_id" && route.Task is { Workspace: null })
                || (key == "application_key" && route.Task is { Application: null })
            where configuration.Find(key) is null
            select (Route: route, route.Position, Key: key);
        return from place in wanted.Concat(fallen).DistinctBy(found => (found.Position, found.Key))
            let hidden = configuration.ReasonHidden(place.Key)
            select LintFinding.Warning(
                Codes.LintUnknownConfiguration,
                place.Route,
                place.Position,
                hidden is null
                    ? $"the configuration given has no key `{place.Key}`"
                    : $"the configuration key `{place.Key}` {hidden.Value.Why}",
                hidden is not null ? hidden.Value.Advice
                    : Suggestion.For(place.Key, configuration.Keys) is { } near ? $"did you mean `{near}`?"
                    : $"add it, or write `config.{place.Key} ?? \"…\"`"
            );
    }
}
