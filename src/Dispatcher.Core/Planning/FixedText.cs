using System.Collections.Frozen;
using Dispatcher.Events;
using Dispatcher.Routes;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Planning;

/// <summary>A template's text where it is the same for every event.</summary>
/// <param name="Value">The text; null when it depends on the event, or has none.</param>
/// <param name="Problem">Why there is no text although the event has no part in it, or null.</param>
internal readonly record struct FixedText(string? Value, string? Problem)
{
    // No template that sees any of it is ever rendered here.
    private static readonly StorageEvent NoEvent = (
        (EventReading.Accepted)new EventDocument { Object = "none" }.Read()
    ).Event;

    /// <summary>The text of one of a route's templates.</summary>
    public static FixedText Of(Route route, string what, PlacedTemplate placed, Configuration configuration)
    {
        if (!IsFixed(route, placed.Template))
            return default;
        TemplateModel Model(IReadOnlyDictionary<string, string> vars) =>
            new()
            {
                Event = NoEvent,
                Configuration = configuration,
                Groups = FrozenDictionary<string, string?>.Empty,
                Vars = vars,
                RouteName = route.Name,
                RouteFile = route.File,
            };
        TemplateModel withoutVars = Model(FrozenDictionary<string, string>.Empty);
        var vars = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            RouteVariable variable in route.Vars.Where(variable =>
                placed.Template.References.Any(reference => IsOf(reference, variable))
            )
        )
        {
            TemplateResult result = variable.Value.Template.Render(withoutVars, route.MaxLength);
            if (result.Failure is { } failure)
                return new(
                    null,
                    $"route `{route.Name}`, `vars.{variable.Name}` ({variable.Value.Position}): {failure.Message}"
                );
            vars.Add(variable.Name, result.Value!);
        }

        TemplateResult text = placed.Template.Render(Model(vars), route.MaxLength);
        return text.Failure is { } wrong
            ? new(null, $"route `{route.Name}`, `{what}` ({placed.Position}): {wrong.Message}")
            : new(
                text.Value,
                string.IsNullOrEmpty(text.Value)
                    ? $"route `{route.Name}`, `{what}` ({placed.Position}) renders to nothing; "
                        + "it must have at least one character."
                    : null
            );
    }

    private static bool IsFixed(Route route, TextTemplate template) =>
        template.References.All(reference =>
            reference.Root is "config" or "route"
            || (
                reference.Root == "vars"
                && reference.Member is not null
                && route.Vars.FirstOrDefault(variable => IsOf(reference, variable)) is { } used
                && used.Value.Template.References.All(inner => inner.Root is "config" or "route")
            )
        );

    private static bool IsOf(TemplateReference reference, RouteVariable variable) =>
        reference.Root == "vars" && string.Equals(reference.Member, variable.Name, StringComparison.Ordinal);
}
