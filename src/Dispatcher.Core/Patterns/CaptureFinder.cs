using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Engine;

namespace Dispatcher.Patterns;

/// <summary>Finds what the groups of one pattern capture.</summary>
internal sealed class CaptureFinder(Pattern pattern)
{
    private readonly Nfa marked = NfaBuilder.BuildWithMarks(pattern.Root);

    public Pattern Pattern => pattern;

    /// <summary>What it holds, in bytes.</summary>
    public long Bytes => marked.Bytes;

    /// <summary>The captures when the whole value matches; null when it does not, or when the budget is
    /// spent.</summary>
    public PatternMatch? Find(string value, WorkBudget? work)
    {
        if (PikeVm.Find(marked, value, work) is not { } marks)
            return null;
        var groups = new Dictionary<string, string?>(pattern.GroupNames.Length, StringComparer.Ordinal);
        for (int i = 0; i < pattern.GroupNames.Length; i++)
            groups.Add(
                pattern.GroupNames[i],
                marks[2 * i] < 0 || marks[(2 * i) + 1] < 0 ? null : value[marks[2 * i]..marks[(2 * i) + 1]]
            );
        return new PatternMatch(groups);
    }
}
