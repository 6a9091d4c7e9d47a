using System.Collections.Immutable;
using Dispatcher.Routes.Yaml;
using Dispatcher.Templates.Compiling;

namespace Dispatcher.Routes.Loading;

/// <summary>Checks the shape of <c>defaults</c> by itself: a key that every route overrides, or a file without routes,
/// would hide a mistake there. What a route inherits is checked again with the route; the same problem is reported
/// once.</summary>
internal static class DefaultsCheck
{
    /// <summary>Reports what is wrong.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="defaults">The defaults.</param>
    /// <param name="taskKeys">The keys of a task.</param>
    public static void Run(LoadContext context, MapReader defaults, ReadOnlySpan<string> taskKeys)
    {
        if (defaults.Find("match") is { } match)
            MatchReader.Check(context, match);
        if (defaults.Find("task") is { } task && MapReader.Open(context, task, "`task`", taskKeys) is { } members)
        {
            foreach (string key in taskKeys)
                members.Text(key);
        }

        foreach (RawEntry entry in Entries(context, defaults, "vars"))
            MapReader.Text(context, entry.Value, $"the variable `{entry.Key.Value}`");
        foreach (RawEntry entry in Entries(context, defaults, "bindings"))
            BindingReader.Form(context, entry.Value, entry.Key.Value, BindingReader.Options);
    }

    /// <summary>Parses the templates, also those that every route of the file overrides. Called after the routes, whose
    /// words for the same problem know more.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="defaults">The defaults.</param>
    /// <param name="taskKeys">The keys of a task.</param>
    /// <param name="vars">Every variable that a route of the file may have.</param>
    public static void Templates(
        LoadContext context,
        MapReader defaults,
        ReadOnlySpan<string> taskKeys,
        IReadOnlySet<string> vars
    )
    {
        var own = new LoadContext(context.CancellationToken);
        TemplateNames names = new TemplateNames { Vars = vars }.For(TemplateUse.Any);
        var withoutVars = new TemplateReader(own, names.WithoutVars, groupsKnown: false);
        var templates = new TemplateReader(own, names, groupsKnown: false);
        if (defaults.Find("task") is RawMap task)
        {
            foreach (string key in taskKeys)
            {
                if (task.Find(key) is { } member)
                    templates.Read(member, $"`{key}`");
            }
        }

        foreach (RawEntry entry in (defaults.Find("vars") as RawMap)?.Entries ?? [])
            withoutVars.ReadVariable(entry);
        foreach (RawEntry entry in (defaults.Find("bindings") as RawMap)?.Entries ?? [])
            BindingReader.Read(own, templates, entry);
        context.AddNew(own.Diagnostics);
    }

    private static ImmutableArray<RawEntry> Entries(LoadContext context, MapReader defaults, string key) =>
        defaults.Find(key) is { } node && MapReader.Open(context, node, $"`{key}`") is not null
            ? MapReader.Unique(context, (RawMap)node, $"`{key}`")
            : [];
}
