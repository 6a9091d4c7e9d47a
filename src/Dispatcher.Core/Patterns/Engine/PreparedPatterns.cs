using Dispatcher.Patterns.Automata;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Patterns made ready for many decisions. Those that differ only in the literal text they begin with share one automaton, so
/// that thousands of routes of the same form stay in the processor's caches, and only the first of them has to build it.</summary>
internal sealed class PreparedPatterns
{
    private readonly Dictionary<Pattern, PreparedPattern> prepared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, LazyDfa> tails = new(StringComparer.Ordinal);

    /// <summary>The prepared form; not for several threads at once.</summary>
    public PreparedPattern Of(Pattern pattern)
    {
        if (prepared.TryGetValue(pattern, out PreparedPattern? known))
            return known;
        (string head, PatternNode rest) = PatternParts.Split(pattern.Root);
        LazyDfa? tail = null;
        if (rest is not EmptyNode)
        {
            string shape = PatternParts.Shape(rest);
            if (!tails.TryGetValue(shape, out tail))
                tails.Add(shape, tail = new LazyDfa(NfaBuilder.Build(rest)));
        }

        var made = new PreparedPattern(pattern, head, tail);
        prepared.Add(pattern, made);
        return made;
    }
}

/// <summary>A pattern as the text it begins with and an automaton for what follows.</summary>
internal sealed class PreparedPattern(Pattern pattern, string head, LazyDfa? tail)
{
    /// <summary>The pattern.</summary>
    public Pattern Pattern => pattern;

    /// <summary>The same answer as <see cref="Pattern.IsMatch"/>.</summary>
    public bool IsMatch(string value) =>
        value.StartsWith(head, StringComparison.Ordinal) && (tail is null ? value.Length == head.Length : tail.IsMatch(value, head.Length));
}
