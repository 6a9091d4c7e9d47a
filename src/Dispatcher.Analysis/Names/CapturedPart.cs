using System.Collections.Immutable;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Automaton;
using Dispatcher.Patterns.Engine;
using Dispatcher.Planning;

namespace Dispatcher.Analysis.Names;

/// <summary>Where in a name a group captures.</summary>
/// <param name="Group">The group's name, or its number among the unnamed ones.</param>
/// <param name="Start">The first UTF-16 unit.</param>
/// <param name="Length">How many.</param>
internal sealed record CapturedPart(string Group, int Start, int Length)
{
    /// <summary>The parts of a name that a pattern captures, in the order of its groups; groups that took no part are
    /// left out. Empty when the pattern does not accept the name.</summary>
    public static ImmutableArray<CapturedPart> Of(Pattern pattern, string name)
    {
        if (pattern.GroupNames.IsEmpty)
            return [];
        var work = new WorkBudget(PlanBudget.Default.Rendering);
        if (PikeVm.Find(NfaBuilder.BuildWithMarks(pattern.Root), name, work) is not { } marks)
            return [];
        return
        [
            .. pattern
                .GroupNames.Select((group, i) => (group, Start: marks[2 * i], End: marks[(2 * i) + 1]))
                .Where(part => part.Start >= 0 && part.End >= 0)
                .Select(part => new CapturedPart(part.group, part.Start, part.End - part.Start)),
        ];
    }
}
