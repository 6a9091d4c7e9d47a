using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Routes whose tests pass for the wrong reason: the route fires in none of them, so they would pass without
/// it.</summary>
internal static class TestsThatProveNothing
{
    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        HashSet<string> fired = [.. subject.Tests.SelectMany(result => result.Fired)];
        bool isKnown = subject.Tests.Length == subject.Routes.Sum(route => route.Tests.Length);
        return from route in subject.Routes
            where route.State != RouteState.Disabled && !route.Tests.IsEmpty && !fired.Contains(route.Name)
            select !isKnown
                ? LintFinding.Warning(
                    Codes.LintUnknown,
                    route,
                    route.Tests[0].Position,
                    $"unknown (budget): whether route `{route.Name}` fires in one of its tests was not decided",
                    "give more time with `--budget SECONDS`"
                )
                : LintFinding.Warning(
                    Codes.LintNeverFires,
                    route,
                    route.Tests[0].Position,
                    $"route `{route.Name}` fires in none of its {route.Tests.Length} tests, "
                        + "so they would pass without it",
                    "add a test with an object that it takes"
                );
    }
}
