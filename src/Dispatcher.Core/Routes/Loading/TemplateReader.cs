using System.Collections.Frozen;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads templates under the names that one route gives them.</summary>
/// <param name="context">Where problems go.</param>
/// <param name="names">What the templates see.</param>
/// <param name="groupsKnown">Whether the route's groups are known; else groups are not checked.</param>
internal sealed class TemplateReader(LoadContext context, TemplateNames names, bool groupsKnown)
{
    private readonly HashSet<string> usedVars = new(StringComparer.Ordinal);
    private readonly TemplateNames shared = names.Shared;

    /// <summary>The nodes of the file's <c>defaults</c>: a template there is for several routes, of which some may lack
    /// a group that others have.</summary>
    public IReadOnlySet<RawNode> Defaults { get; init; } = FrozenSet<RawNode>.Empty;

    /// <summary>Whether a template looks up a variable whose name is known only when it is rendered.</summary>
    public bool UsesAnyVar { get; private set; }

    /// <summary>Whether a template looks up a capture.</summary>
    public bool UsesGroups { get; private set; }

    /// <summary>The variables that the templates read so far look up by name.</summary>
    public IReadOnlySet<string> UsedVars => usedVars;

    /// <summary>Whether no object that the route takes makes the template a value of the type.</summary>
    public bool IsNever(PlacedTemplate placed, BindingType type) =>
        groupsKnown && type.Pattern() is { } pattern && placed.Template.IsNever(pattern, names);

    /// <summary>The template of a variable, or null with its errors. A variable is text; a number without quotes that
    /// YAML and JSON read in different ways is an error.</summary>
    public PlacedTemplate? ReadVariable(RawEntry entry)
    {
        if (
            entry.Value is RawScalar scalar
            && YamlScalar.Json(scalar, out ScalarProblem? problem) is null
            && problem is not null
        )
        {
            context.Error(Codes.WrongValue, entry.Value.Position, problem.Message, problem.Hint);
            return null;
        }

        return Read(entry.Value, $"the variable `{entry.Key.Value}`");
    }

    /// <summary>A template, or null with its errors.</summary>
    public PlacedTemplate? Read(RawNode node, string what)
    {
        if (MapReader.Text(context, node, what) is not { } text)
            return null;
        bool isShared = Defaults.Contains(node);
        TemplateParse parse = context.Template(text.Value, isShared ? shared : names);
        foreach (TemplateProblem problem in parse.Problems)
        {
            bool isGroup = problem.Code == Codes.TemplateUnknownGroup;
            if (isGroup && !groupsKnown)
                continue;
            // The template stands in `defaults`; what it lacks is in the route.
            string where = isGroup && isShared && context.Route is { } route ? $" (in route `{route}`)" : "";
            context.Error(problem.Code, text.At(problem.Offset), problem.Message + where, problem.Hint);
        }

        if (parse.Template is not { } template)
            return null;
        foreach (TemplateReference reference in template.References)
        {
            UsesGroups |= reference.Root == "groups";
            if (reference.Root != "vars")
                continue;
            if (reference.Member is { } member)
                usedVars.Add(member);
            else
                UsesAnyVar = true;
        }

        return new PlacedTemplate(template, text.Position);
    }
}
