using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>Reads <c>writes</c>.</summary>
/// <remarks>routes-v1, "writes".</remarks>
internal static class WriteReader
{
    private const string Example = "`- { object: OUTPUT_OBJECT_NAME, bucket: OUTPUT_BUCKET }`";
    private const int LongestBucket = 256;

    private static readonly string[] Keys = ["object", "bucket", "within"];

    /// <summary>The written objects; problems go to the context.</summary>
    /// <param name="context">Where problems go.</param>
    /// <param name="node">What stands after <c>writes</c>.</param>
    /// <param name="bindings">The route's bindings, those of the defaults included.</param>
    /// <param name="allRead">Whether every binding could be read: else nothing is said about a missing one.</param>
    public static ImmutableArray<RouteWrite> Read(
        LoadContext context,
        RawNode node,
        ImmutableArray<RouteBinding> bindings,
        bool allRead
    )
    {
        if (node is not RawList list)
        {
            context.Error(
                Codes.WrongShape,
                node.Position,
                $"`writes` is {MapReader.Shape(node)}",
                $"write a list, each item as {Example}, or `writes: []` when the task writes nothing"
            );
            return [];
        }

        var writes = ImmutableArray.CreateBuilder<RouteWrite>(list.Items.Length);
        foreach (RawNode item in list.Items)
        {
            if (ReadEntry(context, item, bindings, allRead) is not { } write)
                continue;
            if (writes.FirstOrDefault(other => IsSame(other, write)) is { } same)
                context.Error(
                    Codes.Duplicate,
                    write.Position,
                    $"`writes` has {Quote.Value(write.Object)} in the same bucket twice",
                    $"remove one; the first is on line {same.Position.Line}"
                );
            writes.Add(write);
        }

        return writes.DrainToImmutable();
    }

    private static bool IsSame(RouteWrite one, RouteWrite other) =>
        one.Object == other.Object && one.Bucket == other.Bucket;

    private static RouteWrite? ReadEntry(
        LoadContext context,
        RawNode node,
        ImmutableArray<RouteBinding> bindings,
        bool allRead
    )
    {
        if (MapReader.Open(context, node, "an entry of `writes`", Keys) is not { } map)
            return null;
        string? name = map.Require("object", "the entry of `writes`", "write the binding that names the written object")
            is { } written
            ? ReadObject(context, written, bindings, allRead)
            : null;
        WriteBucket? bucket = map.Require(
            "bucket",
            "the entry of `writes`",
            "write the binding that names the bucket, or the bucket's name"
        )
            is { } place
            ? ReadBucket(context, place, bindings)
            : null;
        ImmutableArray<PlacedPattern> within = map.Find("within") is { } pattern
            ? MatchReader.Pattern(context, pattern, "within")
            : [];
        return name is null || bucket is null
            ? null
            : new RouteWrite(name, bucket, within.IsEmpty ? null : within[0], map.Position);
    }

    private static string? ReadObject(
        LoadContext context,
        RawNode node,
        ImmutableArray<RouteBinding> bindings,
        bool allRead
    )
    {
        if (MapReader.Text(context, node, "`object`") is not { } text)
            return null;
        if (bindings.FirstOrDefault(binding => binding.Parameter == text.Value) is not { } found)
        {
            if (!allRead)
                return null;
            context.Error(
                Codes.WrongValue,
                text.Position,
                $"the route has no binding {Quote.Value(text.Value)}",
                Suggestion.Hint(
                    text.Value,
                    bindings.Select(binding => binding.Parameter),
                    "name the binding whose text is the name of the written object",
                    context.Suggesting
                )
            );
            return null;
        }

        if (found is { Kind: BindingKind.Simple, Type: BindingType.Text, Value: BindingValue.Text })
            return found.Parameter;
        context.Error(
            Codes.WrongValue,
            text.Position,
            $"the binding `{Quote.Line(found.Parameter)}` is {Shape(found)}, which names no object",
            "name a binding whose value is a text"
        );
        return null;
    }

    // A bucket's name is free text: only what looks like a parameter, and nearly is one, is taken for a slip.
    private static WriteBucket? ReadBucket(LoadContext context, RawNode node, ImmutableArray<RouteBinding> bindings)
    {
        if (MapReader.Text(context, node, "`bucket`") is not { } text)
            return null;
        string name = text.Value;
        if (bindings.FirstOrDefault(binding => binding.Parameter == name) is { } found)
        {
            if (found.Value is BindingValue.Text && found.Kind != BindingKind.Root && found.Type == BindingType.Text)
                return new WriteBucket(name, IsBinding: true);
            context.Error(
                Codes.WrongValue,
                text.Position,
                $"the binding `{Quote.Line(name)}` is {Shape(found)}, which names no bucket",
                "name a binding whose value is a text or a schema, or write the bucket's name"
            );
            return null;
        }

        if (IsBucketName(name))
        {
            string? near = name.Any(char.IsAsciiLetterLower)
                ? null
                : Suggestion.For(name, bindings.Select(binding => binding.Parameter), context.Suggesting);
            if (near is null)
                return new WriteBucket(name, IsBinding: false);
            context.Error(
                Codes.WrongValue,
                text.Position,
                $"the route has no binding {Quote.Value(name)}",
                $"did you mean `{near}`?"
            );
            return null;
        }

        context.Error(
            Codes.WrongValue,
            text.Position,
            $"{Quote.Value(name)} is neither a binding of the route nor a bucket's name",
            name.Contains("{{", StringComparison.Ordinal)
                ? "bind it to a parameter of the task, and name that binding: templates work in bindings"
                : "a bucket's name has letters, digits, `-`, `_` and `.`, at most 256"
        );
        return null;
    }

    private static bool IsBucketName(string name) =>
        name.Length is > 0 and <= LongestBucket
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static string Shape(RouteBinding binding) =>
        binding.Kind switch
        {
            BindingKind.Schema => "a schema",
            BindingKind.Root => "a `root` object",
            BindingKind.Simple when binding.Type != BindingType.Text => binding.Type.Description(),
            BindingKind.Simple => binding.Value switch
            {
                BindingValue.List => "a list",
                BindingValue.Map => "a map",
                _ => "not a text",
            },
        };
}
