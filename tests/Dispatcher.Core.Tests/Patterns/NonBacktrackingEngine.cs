using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dispatcher.Patterns.Syntax;
using Dispatcher.TestKit.Patterns;

namespace Dispatcher.Core.Tests.Patterns;

/// <summary>.NET's non-backtracking engine, set up to mean exactly what the pattern language says: an oracle for the
/// product's own.</summary>
internal sealed class NonBacktrackingEngine
{
    private readonly PatternNode root;
    private readonly CharacterBlocks blocks;
    private Regex? plain;
    private Regex? marked;

    /// <summary>Cheap: what is expensive is built for the first value. Never throws for a tree within
    /// <see cref="PatternSize"/>.</summary>
    public NonBacktrackingEngine(PatternNode root) => (this.root, blocks) = (root, CharacterBlocks.Of(root));

    /// <summary>Whether the whole value matches.</summary>
    public bool IsMatch(string value)
    {
        string input = blocks.Sign(value).Signed ?? value;
        return Engine(ref input).IsMatch(input);
    }

    /// <summary>The captures by name when the whole value matches, else null.</summary>
    public Dictionary<string, string?>? Match(string value, ImmutableArray<string> names)
    {
        (string? signed, int[]? origins) = blocks.Sign(value);
        string input = signed ?? value;
        if (Engine(ref input).Match(input) is not { Success: true } match)
            return null;
        var groups = new Dictionary<string, string?>(names.Length, StringComparer.Ordinal);
        foreach (string name in names)
        {
            Group group = match.Groups[name];
            int end = group.Index + group.Length;
            groups.Add(
                name,
                !group.Success ? null
                    : origins is null ? group.Value
                    : value[origins[group.Index]..origins[end]]
            );
        }

        return groups;
    }

    // The engine of .NET 10.0 misreads a line feed at the very end of its input once a pattern tells more than 255
    // kinds of characters apart. Such a value gets an end mark that no set has. Two threads may both build an engine;
    // either is as good.
    private Regex Engine(ref string input)
    {
        if (!input.EndsWith('\n'))
            return plain ??= EngineText.Compile(root, blocks, endMark: false);
        input += CharacterBlocks.NoCharacter;
        return marked ??= EngineText.Compile(root, blocks, endMark: true);
    }
}
