using System.Globalization;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;

namespace Dispatcher.Templates.Rendering;

/// <summary>A member of <c>object</c>, <c>bucket</c>, <c>event</c> or <c>route</c>: known to exist, but perhaps
/// null.</summary>
internal sealed record FixedLookup(FixedMember Member) : Expression(new StaticType(Member.Kinds, Member.Items))
{
    protected override object? Compute(RenderContext rendering)
    {
        object? value = Member.Read(rendering.Model);
        // Only the time, which a CloudEvents 1.0 envelope may leave out.
        if (value is null && (Member.Kinds & Kinds.Null) == 0)
            return rendering.Fail(
                Codes.RenderMissing,
                $"the event has no `{Member.Root}.{Member.Name}`; have it sent with the event"
            );
        return value is string text && !rendering.Allows(text.Length) ? null : value;
    }
}

/// <summary><c>config.NAME</c>, <c>groups.NAME</c> or <c>vars.NAME</c>, by a name that is written or
/// computed.</summary>
/// <param name="Root">The name before the dot.</param>
/// <param name="Key">The name after it.</param>
/// <param name="Kinds">What it gives: with <see cref="Kinds.Missing"/>, null where there is no such member.</param>
internal sealed record OpenLookup(OpenRoot Root, Expression Key, Kinds Kinds) : Expression(new StaticType(Kinds))
{
    protected override object? Compute(RenderContext rendering)
    {
        object? key = Key.Evaluate(rendering);
        if ((key as string ?? TemplateValue.Text(rendering, key, $"the name in {Root.Name}[…]")) is not { } name)
            return null;
        string? value = Root.Find(rendering.Model, name);
        if (value is not null)
            return rendering.Allows(value.Length) ? value : null;
        if (Root == OpenRoot.Config && rendering.Model.Configuration.ReasonHidden(name) is var (why, advice))
            return rendering.Fail(Codes.RenderMissing, $"the configuration key {Quote.Code(name)} {why}; {advice}");
        return Type.MayBeMissing
            ? null
            : rendering.Fail(
                Codes.RenderMissing,
                $"{Root.Name} has no {Quote.Code(name)} here; {Root.Advice}, or write `?? \"…\"` after the look-up"
            );
    }
}

/// <summary>A part of a value: of <c>event.raw</c> by name or number, of a date by name, of a list by number.</summary>
internal sealed record Part(Expression Target, Expression Key, bool Optional, StaticType Type) : Expression(Type)
{
    protected override object? Compute(RenderContext rendering)
    {
        object? target = Target.Evaluate(rendering);
        if (rendering.Failure is not null || (target is null && Optional))
            return null;
        object? key = Key.Evaluate(rendering);
        if (!rendering.Spend(Size(target)))
            return null;
        return (target, key) switch
        {
            (JsonElement { ValueKind: JsonValueKind.Object } parent, string name) => parent.TryGetProperty(
                name,
                out JsonElement child
            )
                ? Read(rendering, child, name)
                : Missing(rendering, name),
            (JsonElement { ValueKind: JsonValueKind.Array } array, long index) => InRange(
                ref index,
                array.GetArrayLength()
            )
                ? Read(rendering, array[(int)index], "the item")
                : Missing(rendering, index),
            (DateTimeOffset date, string name) when DateMember.Find(date, name) is { } part => part,
            (DateTimeOffset, string name) => rendering.Fail(
                $"a date has no part {Name(name)}; it has {string.Join(", ", DateMember.Names)}"
            ),
            (object?[] list, long index) => InRange(ref index, list.Length) ? list[index] : Missing(rendering, index),
            _ when Optional => null,
            (null, _) => Missing(rendering, key),
            _ => rendering.Fail(
                $"{TemplateValue.Kind(target)} has no part {Name(key)}; "
                    + "only objects have named parts and only lists have numbered ones"
            ),
        };
    }

    // System.Text.Json looks through all parts for one.
    private static int Size(object? target) =>
        target switch
        {
            JsonElement { ValueKind: JsonValueKind.Object } parent => parent.GetPropertyCount(),
            JsonElement { ValueKind: JsonValueKind.Array } array => array.GetArrayLength(),
            _ => 0,
        };

    // As in Scriban, -1 is the last item.
    private static bool InRange(ref long index, int length)
    {
        if (index < 0)
            index += length;
        return index >= 0 && index < length;
    }

    private static object? Read(RenderContext rendering, JsonElement element, string name) =>
        TemplateValue.TryRead(rendering, element, Quote.Code(name), out object? value) ? value : null;

    private object? Missing(RenderContext rendering, object? key) =>
        Optional
            ? null
            : rendering.Fail(
                Codes.RenderMissing,
                $"the event has no part {Name(key)} there; check the name, or write `?? \"…\"` after the look-up"
            );

    private static string Name(object? key) =>
        key switch
        {
            string name => Quote.Code(name),
            long index => $"[{index.ToString(CultureInfo.InvariantCulture)}]",
            _ => "of that kind",
        };
}

/// <summary>A name whose members are open: checked against what is known at load, and again when it is
/// rendered.</summary>
/// <param name="Name">The name, as templates write it.</param>
/// <param name="Find">Its member, or null.</param>
/// <param name="Advice">What to do about a member that is not there.</param>
internal sealed record OpenRoot(string Name, Func<TemplateModel, string, string?> Find, string Advice)
{
    public static readonly OpenRoot Config = new(
        "config",
        (model, key) => model.Configuration.Find(key),
        "add it to the function configuration (empty counts as none)"
    );
    public static readonly OpenRoot Groups = new(
        "groups",
        (model, key) => model.Groups.GetValueOrDefault(key),
        "name that group in every expression of match.object"
    );
    public static readonly OpenRoot Vars = new(
        "vars",
        (model, key) => model.Vars.GetValueOrDefault(key),
        "define it under vars"
    );
}

/// <summary>A member of a fixed shape.</summary>
/// <param name="Root">The name before the dot.</param>
/// <param name="Name">The name after it.</param>
/// <param name="Kinds">What it can be.</param>
/// <param name="Read">Its value for an event.</param>
internal sealed record FixedMember(string Root, string Name, Kinds Kinds, Func<TemplateModel, object?> Read)
{
    /// <summary>What the items are where it is a list.</summary>
    public Kinds Items { get; init; }

    /// <summary>Every member of every fixed shape.</summary>
    /// <remarks>routes-v1, "Templates", the table of names.</remarks>
    public static readonly FixedMember[] All =
    [
        new("object", "name", Kinds.Text, model => model.Event.ObjectName),
        new("object", "folder", Kinds.Text, model => model.Name.Folder),
        new("object", "file", Kinds.Text, model => model.Name.File),
        new("object", "stem", Kinds.Text, model => model.Name.Stem),
        new("object", "extension", Kinds.Text, model => model.Name.Extension),
        new("object", "etag", Kinds.Text | Kinds.Null, model => model.Event.ETag),
        new("object", "version_id", Kinds.Text | Kinds.Null, model => model.Event.VersionId),
        new("bucket", "name", Kinds.Text, model => model.Event.Bucket),
        new("bucket", "namespace", Kinds.Text, model => model.Event.Namespace),
        new("bucket", "id", Kinds.Text | Kinds.Null, model => model.Event.BucketId),
        new("event", "id", Kinds.Text, model => model.Event.Id),
        new("event", "type", Kinds.Text, model => model.Event.Type),
        new("event", "kind", Kinds.Text, model => model.Event.Kind.Word()),
        new("event", "time", Kinds.Date, model => model.Event.Time?.ToUniversalTime()),
        new("event", "compartment_id", Kinds.Text | Kinds.Null, model => model.Event.CompartmentId),
        new("event", "compartment_name", Kinds.Text | Kinds.Null, model => model.Event.CompartmentName),
        new("event", "raw", Kinds.Object, model => model.Event.Raw),
        new("route", "name", Kinds.Text, model => model.RouteName),
        new("route", "file", Kinds.Text, model => model.RouteFile),
        new("group", "key", Kinds.Text, model => model.Group!.Key),
        new("group", "count", Kinds.Integer, model => (long)model.Group!.Names.Length),
        new("group", "names", Kinds.List, model => model.Group!.NameValues) { Items = Kinds.Text },
        new("group", "folder", Kinds.Text, model => model.Group!.Folder),
        new("group", "first", Kinds.Text, model => model.Group!.Names[0]),
        new("group", "last", Kinds.Text, model => model.Group!.Names[^1]),
        new("group", "missing", Kinds.List, model => model.Group!.MissingValues) { Items = Kinds.Text },
    ];
}
