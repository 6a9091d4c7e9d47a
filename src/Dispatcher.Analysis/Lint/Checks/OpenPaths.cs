using System.Text.RegularExpressions;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;
using Dispatcher.Templates;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Paths and file names that begin with what the event says: the uploader chooses where the task
/// writes.</summary>
/// <remarks>A value that is nothing but a part of the event, such as <c>{{ object.name }}</c>, is no path that the
/// route makes up. The configuration and the bucket, which the route's conditions hold, are trusted to begin
/// one.</remarks>
internal static partial class OpenPaths
{
    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from place in (
            from route in subject.Routes
            from placed in RouteTemplates.OfBindings(route)
            where IsPath(placed.Template) && BeginsWithEvent(route, placed.Template)
            select (Route: route, placed.Position)
        ).DistinctBy(found => found.Position)
        select LintFinding.Warning(
            Codes.LintNoLiteralPrefix,
            place.Route,
            place.Position,
            "this path begins with what the event says, so the uploader chooses where it leads",
            "begin with text of your own, such as `out/`"
        );

    // A slash in the template's own text, or a file's extension at its end.
    private static bool IsPath(TextTemplate template)
    {
        string own = Code().Replace(template.Text, "\0");
        return !template.IsLiteral && (own.Contains('/', StringComparison.Ordinal) || Extension().IsMatch(own));
    }

    private static bool BeginsWithEvent(Route route, TextTemplate template)
    {
        if (template.LiteralPrefix.Length > 0 || Code().Match(template.Text) is not { Success: true } first)
            return false;
        return template
            .References.Where(reference => reference.Offset < first.Index + first.Length)
            .Any(reference =>
                reference.Root switch
                {
                    "object" or "groups" or "event" => true,
                    "vars" => route.UsedVars.Any(variable =>
                        variable.Name == reference.Member && BeginsWithEvent(route, variable.Value.Template)
                    ),
                    _ => false,
                }
            );
    }

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"\.[A-Za-z0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
