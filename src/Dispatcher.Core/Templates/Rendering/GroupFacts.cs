using System.Collections.Immutable;

namespace Dispatcher.Templates.Rendering;

/// <summary>What a template of a grouped route sees of its group.</summary>
/// <remarks>sweep-v1, "Groups".</remarks>
public sealed class GroupFacts
{
    private object?[]? nameValues,
        missingValues;

    /// <summary>The key that the members have in common: <c>group.key</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The members' names in ordinal order: <c>group.names</c>; never empty.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>The parts that are not there, in the order of the route: <c>group.missing</c>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The longest folder that all members share, without the slash at its end; empty for none:
    /// <c>group.folder</c>.</summary>
    /// <remarks>Names in ordinal order: what the first and the last share, all share.</remarks>
    public string Folder
    {
        get
        {
            int shared = Names[0].AsSpan().CommonPrefixLength(Names[^1]);
            int slash = Names[0].AsSpan(0, shared).LastIndexOf('/');
            return slash < 0 ? "" : Names[0][..slash];
        }
    }

    internal object?[] NameValues => nameValues ??= [.. Names];

    internal object?[] MissingValues => missingValues ??= [.. Missing];
}
