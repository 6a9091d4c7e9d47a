using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Patterns.Engine;

/// <summary>Patterns made ready for many decisions. Those that differ only in the literal text they begin with share
/// one automaton, so that thousands of routes of the same form stay in the processor's caches, and only the first of
/// them has to build it.</summary>
/// <param name="memory">Where to count what they hold.</param>
internal sealed class PreparedPatterns(AutomatonMemory memory)
{
    private readonly Dictionary<string, LazyDfa> tails = new(StringComparer.Ordinal);

    /// <summary>The prepared form; not for several threads at once.</summary>
    public PreparedPattern Of(PatternNode root)
    {
        (string head, PatternNode rest) = PatternParts.Split(root);
        memory.Take(sizeof(char) * (long)head.Length);
        if (rest is EmptyNode)
            return new PreparedPattern(head, null);
        string shape = PatternParts.Shape(rest);
        if (!tails.TryGetValue(shape, out LazyDfa? tail))
        {
            tails.Add(shape, tail = new LazyDfa(NfaBuilder.Build(rest), memory));
            memory.Take(sizeof(char) * (long)shape.Length);
        }

        return new PreparedPattern(head, tail);
    }
}

/// <summary>A pattern as the text it begins with and an automaton for what follows; null where nothing may.</summary>
internal readonly record struct PreparedPattern(string Head, LazyDfa? Tail)
{
    /// <summary>Whether the whole value matches.</summary>
    /// <returns>False also when the budget is spent.</returns>
    public bool IsMatch(string value, WorkBudget? work) =>
        value.StartsWith(Head, StringComparison.Ordinal)
        && (Tail is null ? value.Length == Head.Length : Tail.IsMatch(value, Head.Length, work));
}
