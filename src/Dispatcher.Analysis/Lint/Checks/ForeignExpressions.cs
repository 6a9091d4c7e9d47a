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
        if (WithDollar().Match(template.Text) is { Success: true } dollar)
            return new(dollar.Value, dollar.Value[1..]);
        string own = Code().Replace(template.Text, "\0");
        if (template.IsLiteral && IsName(route, Piped().Match(own).Groups["name"].Value))
            return new(own, $"{{{{ {own.Trim()} }}}}");
        foreach (Match match in Marked().Matches(own))
        {
            string inner = match.Groups["inner"].Value.Trim();
            // ${object_name} and {bucket_name} mean the members.
            string? name = new[] { inner, Dotted(inner) }.FirstOrDefault(name => IsName(route, name));
            // Braces and a dollar alone are also text; with a name of a template in them they are not.
            if (name is not null || !match.Groups["text"].Success)
                return new(match.Value, name is not null ? $"{{{{ {name} }}}}" : Elsewhere(inner));
        }

        return null;
    }

    private static string Dotted(string name)
    {
        int underscore = name.IndexOf('_', StringComparison.Ordinal);
        return underscore < 0 ? name : $"{name[..underscore]}.{name[(underscore + 1)..]}";
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

    // What Azure and a path into the event call it.
    private static string? Elsewhere(string expression) =>
        expression.EndsWith(".fileName", StringComparison.Ordinal) ? "{{ object.file }}"
        : expression.EndsWith(".folderPath", StringComparison.Ordinal) ? "{{ object.folder }}"
        : expression.EndsWith(".resourceName", StringComparison.Ordinal) ? "{{ object.name }}"
        : expression.EndsWith(".bucketName", StringComparison.Ordinal) ? "{{ bucket.name }}"
        : null;

    private sealed record Foreign(string Written, string? Meant);

    [GeneratedRegex(@"\{%?\{.*?\}%?\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\w)\$\{%?\{.*?\}%?\}", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex WithDollar();

    [GeneratedRegex(@"^\s*(?<name>\w+\.\w+)\s*(?:\|\s*\w+\.\w+[^|]*)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Piped();

    // ${…} #{…} @{…} <%…%> {%…%}, @trigger… of Azure, $.data.… of a path; as text, with a name of a template in it, {…}
    // $name $(…) %…% [[…]] <…> and …}}.
    [GeneratedRegex(
        @"[$#@]\{(?<inner>[^{}]*)\}|<%=?(?<inner>[^%]*)%>|\{%(?<inner>[^%]*)%\}"
            + @"|@(?<inner>(?:trigger|triggerBody|triggerOutputs|"
            + @"pipeline|activity|item|variables|concat)\([^)]*\)[.?\w]*)"
            + @"|\$(?<inner>\.(?:data|event\.data)\.[\w.]+)"
            + @"|(?<text>\{)(?<inner>[^{}]*)\}|(?<text>\$)(?<inner>\w+\.\w+)|(?<text>\$\()(?<inner>[^()]*)\)"
            + @"|(?<text>%)(?<inner>\w+\.\w+)%|(?<text>\[\[)(?<inner>[^\[\]]*)\]\]|(?<text><)(?<inner>\w+\.\w+)>"
            + @"|(?<text>(?<![\w.]))(?<inner>\w+\.\w+)\s*\}\}",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Marked();

    [GeneratedRegex(@"^\w+_(?:key|id|bucket|name|workspace|application)$", RegexOptions.CultureInvariant)]
    private static partial Regex ConfigurationKey();
}
