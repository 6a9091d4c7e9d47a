using System.Text.RegularExpressions;
using Dispatcher.Diagnostics;
using Dispatcher.Routes;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Expressions of other tools, and names of a template without its braces: they are sent as they
/// stand.</summary>
internal static partial class ForeignExpressions
{
    public static IEnumerable<LintFinding> Check(LintSubject subject) =>
        from route in subject.Routes
        from placed in RouteTemplates.Of(route)
        let found = Find(route, placed.Template)
        where found is not null
        group (route, placed, found) by placed.Position into places
        let first = places.First()
        select LintFinding.Warning(
            Codes.LintForeignExpression,
            first.route,
            first.placed.Position,
            $"{Quote.Value(first.found.Written)} is sent as it stands",
            first.found.Meant is { } meant
                ? $"write \"{meant}\""
                : "an expression is written `{{ … }}`, such as \"{{ object.name }}\""
        );

    private static Foreign? Find(Route route, TextTemplate template)
    {
        string own = Code().Replace(template.Text, "\0");
        if (template.IsLiteral && IsName(route, own.Trim()))
            return new(own, $"{{{{ {own.Trim()} }}}}");
        foreach (Match match in Marked().Matches(own))
        {
            string inner = match.Groups["inner"].Value.Trim();
            bool known = IsName(route, inner);
            // Braces and a dollar alone are also text; with a name of a template in them they are not.
            if (known || !match.Groups["text"].Success)
                return new(match.Value, known ? $"{{{{ {inner} }}}}" : Azure(inner));
        }

        return null;
    }

    private static bool IsName(Route route, string text)
    {
        if (text.Split('.') is not [var root, { Length: > 0 } member])
            return false;
        return root switch
        {
            "groups" => route.Match.Object.Any(placed => placed.Pattern.GroupNames.Contains(member)),
            "vars" => route.Vars.Any(variable => variable.Name == member),
            "config" => RouteTemplates
                .Of(route)
                .SelectMany(placed => placed.Template.References)
                .Any(reference => reference.Root == root && reference.Member == member)
                || ConfigurationKey().IsMatch(member),
            _ => Roots.FixedMemberOf(root, member) is not null,
        };
    }

    private static string? Azure(string expression) =>
        expression.EndsWith(".fileName", StringComparison.Ordinal) ? "{{ object.file }}"
        : expression.EndsWith(".folderPath", StringComparison.Ordinal) ? "{{ object.folder }}"
        : null;

    private sealed record Foreign(string Written, string? Meant);

    [GeneratedRegex(@"\{%?\{.*?\}%?\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    // ${…} #{…} @{…} <%…%> {%…%}, @trigger… of Azure, and as text {…} and $name.
    [GeneratedRegex(
        @"[$#@]\{(?<inner>[^{}]*)\}|<%=?(?<inner>[^%]*)%>|\{%(?<inner>[^%]*)%\}"
            + @"|@(?<inner>(?:trigger|triggerBody|triggerOutputs|"
            + @"pipeline|activity|item|variables|concat)\([^)]*\)[.?\w]*)"
            + @"|(?<text>\{)(?<inner>[^{}]*)\}|(?<text>\$)(?<inner>\w+\.\w+)",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Marked();

    [GeneratedRegex(@"^\w+_(?:key|id|bucket|name|workspace|application)$", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigurationKey();
}
