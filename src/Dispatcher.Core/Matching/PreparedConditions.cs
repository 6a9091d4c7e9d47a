using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Dispatcher.Events;
using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>What a route asks of everything beside the kind and the object's name, made ready for many
/// decisions.</summary>
internal sealed class PreparedConditions(RouteMatch match, PreparedPatterns patterns)
{
    // Finding a member reads the document before it, some sixteen bytes in the time of a step.
    private const int BytesForAStep = 16;

    private readonly Condition[] conditions = Prepare(match.Conditions, patterns);
    private readonly Condition[] exceptions = Prepare(match.Exceptions, patterns);

    /// <summary>Whether all conditions hold and no exception does; false also when the budget is spent.</summary>
    public bool Accept(StorageEvent storageEvent, WorkBudget? work)
    {
        foreach (Condition condition in conditions)
        {
            if (!condition.Accepts(storageEvent, work))
                return false;
        }

        foreach (Condition exception in exceptions)
        {
            if (exception.Accepts(storageEvent, work))
                return false;
        }

        return true;
    }

    private static Condition[] Prepare(ImmutableArray<MatchPart> parts, PreparedPatterns patterns) =>
        [
            .. parts.Select(part => new Condition(
                part.Key,
                !MatchKeys.Places.Contains(part.Key),
                [.. part.Patterns.Select(placed => patterns.Of(placed.Pattern.Root))]
            )),
        ];

    private readonly record struct Condition(MatchKey Key, bool IsMember, PreparedPattern[] Patterns)
    {
        public bool Accepts(StorageEvent storageEvent, WorkBudget? work)
        {
            if (IsMember)
                work?.Spend(JsonMarshal.GetRawUtf8Value(storageEvent.Raw).Length / BytesForAStep);
            return Accepts(Key.Value(storageEvent), work)
                || (Key.Second is { } second && Accepts(second.Value(storageEvent), work));
        }

        private bool Accepts(string? value, WorkBudget? work)
        {
            if (value is null)
                return false;
            foreach (PreparedPattern pattern in Patterns)
            {
                if (pattern.IsMatch(value, work))
                    return true;
            }

            return false;
        }
    }
}
