using Dispatcher.Diagnostics;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Parts that a route works without, but that the people who keep it need.</summary>
internal static class MissingParts
{
    /// <summary>Routes without <c>description</c>.</summary>
    public static IEnumerable<LintFinding> Descriptions(LintSubject subject) =>
        Without(
            subject,
            route => string.IsNullOrWhiteSpace(route.Description),
            Codes.LintNoDescription,
            "description",
            "say in a sentence what it is for"
        );

    /// <summary>Routes without <c>owner</c>.</summary>
    public static IEnumerable<LintFinding> Owners(LintSubject subject) =>
        Without(
            subject,
            route => string.IsNullOrWhiteSpace(route.Owner),
            Codes.LintNoOwner,
            "owner",
            "say whom to ask when it fails"
        );

    /// <summary>Routes without <c>tests</c>.</summary>
    public static IEnumerable<LintFinding> Tests(LintSubject subject) =>
        Without(
            subject,
            route => route.Tests.IsEmpty && route.State != RouteState.Disabled,
            Codes.LintNoTests,
            "tests",
            "write one with an object that it takes, and a near miss with `expect: unmatched`"
        );

    private static IEnumerable<LintFinding> Without(
        LintSubject subject,
        Func<Route, bool> lacks,
        string code,
        string key,
        string hint
    ) =>
        from route in subject.Routes
        where lacks(route)
        select LintFinding.Warning(code, route, route.Position, $"route `{route.Name}` has no `{key}`", hint);
}
