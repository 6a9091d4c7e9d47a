using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Templates;

namespace Dispatcher.Routes;

/// <summary>A validated route with the file's defaults merged in. Immutable, and cannot be wrong.</summary>
public sealed record Route
{
    /// <summary>Unique over the route set: <c>[a-z0-9][a-z0-9._-]{0,62}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where its name stands.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>Its file's path relative to the source; templates see it as <c>route.file</c>.</summary>
    public required string File { get; init; }

    /// <summary>Its place in the set, from 0: routes are tried in this order.</summary>
    public required int Index { get; init; }

    /// <summary>Whether it takes part.</summary>
    public required RouteState State { get; init; }

    /// <summary>What it matches.</summary>
    public required RouteMatch Match { get; init; }

    /// <summary>What it starts; null for a sink (<c>task: none</c>), whose names are known and start nothing.</summary>
    public required RouteTask? Task { get; init; }

    /// <summary>Whether it is a sink: it takes its objects and starts nothing.</summary>
    public bool IsSink => Task is null;

    /// <summary>Its variables, defaults merged, in the order they are written.</summary>
    public required ImmutableArray<RouteVariable> Vars { get; init; }

    /// <summary>Those of <see cref="Vars"/> that a template of the route looks up; the others are never rendered, so
    /// that a variable which the file shares with other routes may need what this route's events do not have.</summary>
    public required ImmutableArray<RouteVariable> UsedVars { get; init; }

    /// <summary>Whether a template of the route looks up a capture.</summary>
    public required bool UsesGroups { get; init; }

    /// <summary>The task's parameters, defaults merged, in the order they are written.</summary>
    public required ImmutableArray<RouteBinding> Bindings { get; init; }

    /// <summary>What its task writes; empty when it says that nothing is written, null when it does not say.</summary>
    public ImmutableArray<RouteWrite>? Writes { get; init; }

    /// <summary>How its objects become groups; null for a run for each object.</summary>
    public RouteGrouping? Group { get; init; }

    /// <summary>Which objects must have come by when; null for no expectation.</summary>
    public RouteExpectation? Expect { get; init; }

    /// <summary>Its tests.</summary>
    public required ImmutableArray<RouteTest> Tests { get; init; }

    /// <summary>Names of routes that this one is meant to win over.</summary>
    public required ImmutableArray<string> Overrides { get; init; }

    /// <summary>Whether the search goes on after this route fired.</summary>
    public bool Continue { get; init; }

    /// <summary>Whether it is a last resort, which stands after every route of the set that is not one.</summary>
    public bool Fallback { get; init; }

    /// <summary>What it is for, in the author's words.</summary>
    public string? Description { get; init; }

    /// <summary>Whom to ask; shown wherever the route fails.</summary>
    public string? Owner { get; init; }

    /// <summary>The longest rendered string allowed, in characters (<c>max_length</c>).</summary>
    public int MaxLength { get; init; } = DefaultMaxLength;

    /// <summary>How many runs of its task may be unfinished for it to start another (<c>max_running</c>); null for any
    /// number.</summary>
    public int? MaxRunning { get; init; }

    /// <summary>4,096 characters: the limit on a rendered string unless the route says otherwise.</summary>
    public const int DefaultMaxLength = 4096;
}

/// <summary>The conditions of a route. An empty list of patterns accepts anything.</summary>
public sealed record RouteMatch
{
    /// <summary>Any of these matches the whole object name; never empty.</summary>
    public required ImmutableArray<PlacedPattern> Object { get; init; }

    /// <summary>None of these matches the whole object name.</summary>
    public required ImmutableArray<PlacedPattern> Except { get; init; }

    /// <summary>The conditions beside the object's name, in the order of <see cref="MatchKeys"/>; all must hold. None
    /// of them is without patterns.</summary>
    public required ImmutableArray<MatchPart> Conditions { get; init; }

    /// <summary>The exceptions of other keys than the object's name; none may accept. None of them is without
    /// patterns.</summary>
    public required ImmutableArray<MatchPart> Exceptions { get; init; }

    /// <summary>Exceptions that ask for values of the configuration that are not known: they except nothing.</summary>
    public ImmutableArray<MatchPart> OpenExceptions { get; init; } = [];

    /// <summary>The event kinds.</summary>
    public required ImmutableArray<ObjectEventKind> Kinds { get; init; }

    /// <summary>The patterns of a key; empty when it accepts anything.</summary>
    public ImmutableArray<PlacedPattern> this[MatchKey key]
    {
        get
        {
            if (key.Equals(MatchKeys.Object))
                return Object;
            foreach (MatchPart condition in Conditions)
            {
                if (condition.Key.Equals(key))
                    return condition.Patterns;
            }

            return [];
        }
    }

    /// <summary>Everything that holds patterns, in the order in which it is shown: the object's name, its exceptions,
    /// every other key of <see cref="MatchKeys"/>, also one without patterns, those of <c>where</c>, and the exceptions
    /// of other keys.</summary>
    public IEnumerable<MatchPart> Parts =>
        [
            new(MatchKeys.Object, false, Object),
            new(MatchKeys.Object, true, Except),
            .. MatchKeys.Places.Select(key => new MatchPart(key, false, this[key])),
            .. Conditions.Where(condition => !MatchKeys.Places.Contains(condition.Key)),
            .. Exceptions,
        ];

    /// <summary>The exceptions of a key; empty when it has none.</summary>
    public ImmutableArray<PlacedPattern> ExceptOf(MatchKey key)
    {
        if (key.Equals(MatchKeys.Object))
            return Except;
        foreach (MatchPart exception in Exceptions)
        {
            if (exception.Key.Equals(key))
                return exception.Patterns;
        }

        return [];
    }

    /// <summary>Every pattern of every condition.</summary>
    public IEnumerable<PlacedPattern> AllPatterns => Parts.SelectMany(part => part.Patterns);

    /// <summary>Every pattern that asks for values of the configuration.</summary>
    internal IEnumerable<PlacedPattern> Configured =>
        Conditions
            .Concat(Exceptions)
            .Concat(OpenExceptions)
            .SelectMany(part => part.Patterns)
            .Where(placed => placed.Written is not null);

    /// <summary>The same with the values of a configuration in its patterns. A value that it lacks is any text; an
    /// exception that asks for one excepts nothing.</summary>
    internal RouteMatch Under(Configuration configuration)
    {
        if (!Configured.Any())
            return this;
        MatchPart Filled(MatchPart part) =>
            part with
            {
                Patterns = [.. part.Patterns.Select(placed => placed.Under(configuration))],
            };
        RouteMatch filled = this with { Conditions = [.. Conditions.Select(Filled)] };
        return filled.WithExceptions(Exceptions.Concat(OpenExceptions).Select(Filled), configuration);
    }

    /// <summary>The same with these exceptions of keys beside the object's name.</summary>
    internal RouteMatch WithExceptions(IEnumerable<MatchPart> exceptions, Configuration configuration)
    {
        ILookup<MatchKey, PlacedPattern> known = exceptions
            .SelectMany(part => part.Patterns.Select(placed => (part.Key, placed)))
            .ToLookup(pair => pair.Key, pair => pair.placed);
        ImmutableArray<MatchPart> Those(Func<PlacedPattern, bool> wanted) =>
            [
                .. known
                    .Select(patterns => new MatchPart(patterns.Key, true, [.. patterns.Where(wanted)]))
                    .Where(part => !part.Patterns.IsEmpty),
            ];
        return this with
        {
            Exceptions = Those(placed => placed.IsKnown(configuration)),
            OpenExceptions = Those(placed => !placed.IsKnown(configuration)),
        };
    }

    /// <summary>The same with other patterns in one part.</summary>
    public RouteMatch With(MatchPart part)
    {
        ImmutableArray<MatchPart> parts =
        [
            .. Parts.Select(own => own.Name == part.Name ? part : own).Where(own => !own.Patterns.IsEmpty),
        ];
        return this with
        {
            Object = part.Name == MatchKeys.Object.Name ? part.Patterns : Object,
            Except = part is { IsExcept: true } && part.Key.Equals(MatchKeys.Object) ? part.Patterns : Except,
            Conditions = parts.RemoveAll(own => own.IsExcept || own.Key.Equals(MatchKeys.Object)),
            Exceptions = parts.RemoveAll(own => !own.IsExcept || own.Key.Equals(MatchKeys.Object)),
        };
    }
}

/// <summary>The patterns of one key of <c>match</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="IsExcept">Whether these are the exceptions.</param>
/// <param name="Patterns">Any of these matches the whole value.</param>
public sealed record MatchPart(MatchKey Key, bool IsExcept, ImmutableArray<PlacedPattern> Patterns)
{
    /// <summary>As it is written below <c>match</c>: <c>object</c>, <c>except</c>, <c>bucket</c>, <c>where.PATH</c>,
    /// <c>except.bucket</c>.</summary>
    public string Name =>
        !IsExcept ? Key.Name
        : Key.Equals(MatchKeys.Object) ? "except"
        : $"except.{Key.Name}";

    /// <summary>The part as one text: equal texts mean the same. Lengths come first, so that no pattern can pass for
    /// the end of its part.</summary>
    public string Wording
    {
        get
        {
            string name = Name;
            return string.Concat(
                Patterns.Select(placed => $"{name.Length} {placed.Shown.Length} {name}{placed.Shown}")
            );
        }
    }
}

/// <summary>A pattern and where it is written.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Position">The first character of its value.</param>
public sealed record PlacedPattern(Pattern Pattern, SourcePosition Position)
{
    /// <summary>The pattern as written, where it has <c>{{ config.KEY }}</c>: <see cref="Pattern"/> then has the
    /// values, or takes any text for a value that is not known. Null for every other pattern.</summary>
    public string? Written { get; init; }

    /// <summary>As its author wrote it.</summary>
    public string Shown => Written ?? Pattern.Text;

    /// <summary>The keys of the configuration that it asks for.</summary>
    internal IEnumerable<string> Keys =>
        Written is null ? [] : PatternHoles.In(Written).Select(hole => hole.Key!).Distinct();

    /// <summary>Whether the configuration has every value that it asks for.</summary>
    internal bool IsKnown(Configuration configuration) => Keys.All(key => configuration.Find(key) is not null);

    /// <summary>The same with the values of a configuration in it.</summary>
    internal PlacedPattern Under(Configuration configuration) =>
        Written is null || Pattern.Parse(PatternHoles.Filled(Written, configuration.Find)).Pattern is not { } filled
            ? this
            : this with
            {
                Pattern = filled,
            };
}

/// <summary>A template and where it is written.</summary>
/// <param name="Template">The template.</param>
/// <param name="Position">The first character of its value.</param>
public sealed record PlacedTemplate(TextTemplate Template, SourcePosition Position);

/// <summary>The task of a route, all of it templates.</summary>
/// <param name="Key">The published task's key.</param>
/// <param name="Workspace">The workspace's OCID; null falls back to the configuration's <c>workspace_id</c>.</param>
/// <param name="Application">The application's key; null falls back to the configuration's
/// <c>application_key</c>.</param>
/// <param name="Name">The run's name; null makes <c>ROUTE-STEM-HASH</c>.</param>
/// <param name="Description">The run's description, or null.</param>
public sealed record RouteTask(
    PlacedTemplate Key,
    PlacedTemplate? Workspace,
    PlacedTemplate? Application,
    PlacedTemplate? Name,
    PlacedTemplate? Description
);

/// <summary>A variable of a route.</summary>
/// <param name="Name">What templates call it, below <c>vars</c>.</param>
/// <param name="Value">A template over everything but <c>vars</c>.</param>
public sealed record RouteVariable(string Name, PlacedTemplate Value);

/// <summary>A parameter of the task and what it is bound to.</summary>
/// <param name="Parameter">The parameter's name, sent as written.</param>
/// <param name="Position">Where the name stands.</param>
/// <param name="Kind">Which form it has.</param>
/// <param name="Value">The value: for <see cref="BindingKind.Schema"/> a <see cref="BindingValue.Text"/>.</param>
public sealed record RouteBinding(string Parameter, SourcePosition Position, BindingKind Kind, BindingValue Value)
{
    /// <summary>What the rendered text is sent as; <see cref="BindingType.Text"/> unless the value is one
    /// template.</summary>
    public BindingType Type { get; init; }

    /// <summary>Whether the parameter is left out when every template of the value renders to nothing.</summary>
    public bool Optional { get; init; }
}

/// <summary>The forms of a binding.</summary>
/// <remarks>routes-v1, "bindings".</remarks>
public enum BindingKind
{
    /// <summary>Sent as <c>simpleValue</c>.</summary>
    Simple,

    /// <summary>Sent as a <c>rootObjectValue</c> of model type SCHEMA.</summary>
    Schema,

    /// <summary>Sent as <c>rootObjectValue</c> exactly as written.</summary>
    Root,
}

/// <summary>The words of <see cref="BindingKind"/>.</summary>
public static class BindingKinds
{
    /// <summary><c>simple schema root</c>: the key of the form in a route file.</summary>
    public static Words<BindingKind> Words { get; } =
        new(kind =>
            kind switch
            {
                BindingKind.Simple => "simple",
                BindingKind.Schema => "schema",
                BindingKind.Root => "root",
            }
        );

    /// <summary><c>simple schema root</c>.</summary>
    public static string Word(this BindingKind kind) => Words.Of(kind);
}

/// <summary>A JSON value whose strings are templates.</summary>
public abstract record BindingValue
{
    private BindingValue() { }

    /// <summary>A string.</summary>
    public sealed record Text(PlacedTemplate Template) : BindingValue;

    /// <summary>A number, boolean or null: JSON, sent as it is.</summary>
    /// <param name="Json">The value as JSON text.</param>
    public sealed record Literal(string Json) : BindingValue;

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<BindingValue> Items) : BindingValue;

    /// <summary>A map, keys in the order written.</summary>
    public sealed record Map(ImmutableArray<KeyValuePair<string, BindingValue>> Members) : BindingValue;
}
