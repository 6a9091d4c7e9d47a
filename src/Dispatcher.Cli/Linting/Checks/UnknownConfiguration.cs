using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Linting.Checks;

/// <summary>Configuration keys that templates need and that the configuration given with <c>--config</c> or <c>--config-file</c> lacks.</summary>
/// <remarks>Left of <c>??</c> a key may be missing. Without any configuration given, nothing is said.</remarks>
internal static class UnknownConfiguration
{
    /// <summary>The check.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        if (subject.Configuration is not { } configuration)
            return [];
        var wanted = from route in subject.Routes
                     from placed in RouteTemplates.Of(route)
                     from reference in placed.Template.References
                     where reference is { Root: "config", Member: not null, Optional: false } && configuration.Find(reference.Member) is null
                     select (Route: route, placed.Position, Key: reference.Member!);
        return from place in wanted.DistinctBy(found => (found.Position, found.Key))
               select LintChecks.Warning(Codes.LintUnknownConfiguration, place.Route, place.Position,
                   $"the configuration given has no key `{place.Key}`",
                   Suggestion.For(place.Key, configuration.Keys) is { } near ? $"did you mean `{near}`?" : $"add it, or write `config.{place.Key} ?? \"…\"`");
    }
}
