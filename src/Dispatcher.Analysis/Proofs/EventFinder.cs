using System.Collections.Immutable;
using Dispatcher.Analysis.Names;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Patterns;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Proofs;

/// <summary>Looks for an event that all of some routes match and none of others.</summary>
/// <remarks>The kind and the keys beside the object's name are settled one after the other. Each choice leaves those of
/// the other routes that would accept it; the object name has to escape only what is left. Choices that leave fewer are
/// tried first, so that a question whose answer is yes ends soon.</remarks>
internal sealed class EventFinder
{
    private static readonly Pattern AnyText = Pattern.Parse(".+").Pattern!;
    private static readonly EventDocument MadeUp = new() { Object = "" };

    // Conditions look at no part of an event that the witness does not have; reading a document for each would cost
    // most of the time.
    private static readonly StorageEvent Any = ((EventReading.Accepted)new EventDocument { Object = "a" }.Read()).Event;
    private const string Absent = "";

    // No name has it, and a text that may have it is not decided on.
    private const string NoMember = "\0";

    private readonly ImmutableArray<Route> inAll;
    private readonly ImmutableArray<Route> inNone;
    private readonly WorkBudget budget;
    private readonly ImmutableArray<MatchKey> keys;
    private bool undecided;

    private EventFinder(ImmutableArray<Route> inAll, ImmutableArray<Route> inNone, WorkBudget budget) =>
        (this.inAll, this.inNone, this.budget, keys) = (
            inAll,
            inNone,
            budget,
            [
                .. MatchKeys.Places.Union(
                    inAll
                        .Concat(inNone)
                        .SelectMany(route => route.Match.Conditions.Concat(route.Match.Exceptions))
                        .Select(part => part.Key)
                ),
            ]
        );

    /// <summary>The event, or that there is none, or that the budget ran out.</summary>
    public static EventSearch Find(ImmutableArray<Route> inAll, ImmutableArray<Route> inNone, WorkBudget budget) =>
        inAll.Any(route => route.State == RouteState.Disabled)
            ? EventSearch.None
            : new EventFinder(inAll, inNone.RemoveAll(route => route.State == RouteState.Disabled), budget).Search();

    private EventSearch Search()
    {
        ImmutableArray<NameSet> names = [.. inAll.Select(Names)];
        foreach ((ObjectEventKind kind, ImmutableArray<Route> byKind) in Kinds())
        {
            var somewhere = new EventDocument { Object = "", Kind = kind };
            foreach ((EventDocument place, ImmutableArray<Route> left) in Places(somewhere, 0, byKind))
            {
                NameSearch name = NameAnalysis.Between(names, [.. left.Select(Names)], budget);
                undecided |= name.Found == Decision.Undecided;
                if (name.Witness is null)
                    continue;
                EventDocument witness = place with { Object = name.Witness };
                // The matcher has the last word; should it ever disagree, nothing is claimed.
                return IsConfirmed(witness) ? new EventSearch(Decision.Yes, witness) : EventSearch.Unknown;
            }
        }

        return undecided ? EventSearch.Unknown : EventSearch.None;
    }

    private static NameSet Names(Route route) =>
        new(
            [.. route.Match.Object.Select(placed => placed.Pattern)],
            [.. route.Match.Except.Select(placed => placed.Pattern)]
        );

    private bool IsConfirmed(EventDocument document)
    {
        StorageEvent? storageEvent = keys.All(key => key.Copy is not null)
            ? keys.Prepend(MatchKeys.Object)
                .Aggregate(Any with { Kind = document.Kind }, (made, key) => key.Copy!(made, document))
            : (document.Read() as EventReading.Accepted)?.Event;
        return storageEvent is not null
            && inAll.All(route => RouteMatcher.Match(route, storageEvent) is not null)
            && !inNone.Any(route => RouteMatcher.Match(route, storageEvent) is not null);
    }

    // Kinds that leave the same routes are alike; one of them is enough.
    private IEnumerable<(ObjectEventKind Kind, ImmutableArray<Route> Left)> Kinds() =>
        Enum.GetValues<ObjectEventKind>()
            .Where(kind => inAll.All(route => route.Match.Kinds.Contains(kind)))
            .DistinctBy(kind => string.Concat(inNone.Select(route => route.Match.Kinds.Contains(kind) ? '1' : '0')))
            .Select(kind => (kind, inNone.RemoveAll(route => !route.Match.Kinds.Contains(kind))))
            .OrderBy(choice => choice.Item2.Length);

    // The keys are settled one after the other, from this one on.
    private IEnumerable<(EventDocument Place, ImmutableArray<Route> Left)> Places(
        EventDocument place,
        int from,
        ImmutableArray<Route> against
    )
    {
        if (from == keys.Length)
            return [(place, against)];
        MatchKey key = keys[from];
        IEnumerable<(EventDocument Place, ImmutableArray<Route> Left)> choices = key.Second is { } second
            ? Pairs(key, second, against)
                .Select(choice => (second.With(key.With(place, choice.First), choice.Second), choice.Left))
            : Values(key, against).Select(choice => (Place(key, place, choice.Value), choice.Left));
        return choices.SelectMany(choice => Places(choice.Place, from + 1, choice.Left));
    }

    private IEnumerable<(string Value, ImmutableArray<Route> Left)> Values(MatchKey key, ImmutableArray<Route> against)
    {
        ImmutableArray<ValueCondition> wanted = Conditions(inAll, key),
            forbidden = Exceptions(inAll, key),
            open = [.. Conditions(against, key).Union(Exceptions(against, key)).Except(wanted).Except(forbidden)];
        return Choose(wanted, 0);

        IEnumerable<(string, ImmutableArray<Route>)> Choose(ImmutableArray<ValueCondition> accepting, int from)
        {
            if (!HasBudget() || (accepting.Length > wanted.Length && Value(key, accepting, forbidden) is null))
                yield break;
            if (Value(key, accepting, [.. open.RemoveAll(accepting.Contains), .. forbidden]) is { } value)
                yield return (value, against.RemoveAll(route => !MayMatch(route, key, accepting)));
            for (int i = from; i < open.Length; i++)
            {
                foreach ((string, ImmutableArray<Route>) choice in Choose(accepting.Add(open[i]), i + 1))
                    yield return choice;
            }
        }
    }

    // An event that has no such member is one that no condition accepts.
    private string? Value(
        MatchKey key,
        ImmutableArray<ValueCondition> accepting,
        ImmutableArray<ValueCondition> refusing
    )
    {
        if (key.IsName)
            return Value(accepting, refusing, key.StandIn!, null);
        if (accepting.IsEmpty)
            return key.StandIn is { } standIn && !refusing.Any(condition => condition.Accepts(standIn))
                ? standIn
                : NoMember;
        NameSearch text = ValueCondition.Member(accepting, refusing, key.StandIn, budget);
        undecided |= text.Found == Decision.Undecided;
        return text.Witness;
    }

    private static EventDocument Place(MatchKey key, EventDocument place, string value) =>
        value == NoMember ? key.With(place, null)
        : !key.IsName && value == key.StandIn ? place
        : key.With(place, value);

    // Whether the route takes what exactly these conditions accept.
    private static bool MayMatch(Route route, MatchKey key, ImmutableArray<ValueCondition> accepting) =>
        (ValueCondition.Of(route.Match[key]) is not { } condition || accepting.Contains(condition))
        && (ValueCondition.Of(route.Match.ExceptOf(key)) is not { } exception || !accepting.Contains(exception));

    // A condition accepts the first value or the second, and an event may have neither.
    private IEnumerable<(string First, string Second, ImmutableArray<Route> Left)> Pairs(
        MatchKey key,
        SecondValue second,
        ImmutableArray<Route> against
    )
    {
        ImmutableArray<ValueCondition> wanted = Conditions(inAll, key),
            forbidden = Exceptions(inAll, key),
            all = [.. wanted.Union(Conditions(against, key)).Union(Exceptions(against, key).Except(forbidden))];
        NameSet seconds = NameSet.Of(second.Form),
            firsts = new([AnyText], [second.Form]);
        string standIn = second.Given(MadeUp);
        return Choose([], [], 0);

        IEnumerable<(string, string, ImmutableArray<Route>)> Choose(
            ImmutableArray<ValueCondition> byFirst,
            ImmutableArray<ValueCondition> bySecond,
            int from
        )
        {
            if (!HasBudget() || First(byFirst, []) is null || Second(bySecond, []) is null)
                yield break;
            ImmutableArray<ValueCondition> accepting = byFirst.AddRange(bySecond),
                refusing = [.. all.RemoveAll(accepting.Contains), .. forbidden];
            if (
                from >= wanted.Length
                && First(byFirst, refusing) is { } first
                && Second(bySecond, refusing) is { } other
            )
                yield return (first, other, against.RemoveAll(route => !MayMatch(route, key, accepting)));
            // A wanted condition is accepted before the next is looked at; any other may be passed over.
            for (int i = from; i < (from < wanted.Length ? from + 1 : all.Length); i++)
            {
                foreach (
                    (string, string, ImmutableArray<Route>) choice in Choose(byFirst.Add(all[i]), bySecond, i + 1)
                        .Concat(Choose(byFirst, bySecond.Add(all[i]), i + 1))
                )
                    yield return choice;
            }
        }

        string? First(ImmutableArray<ValueCondition> accepting, ImmutableArray<ValueCondition> refusing) =>
            OrAbsent(accepting, refusing, key.StandIn!, firsts);

        string? Second(ImmutableArray<ValueCondition> accepting, ImmutableArray<ValueCondition> refusing) =>
            OrAbsent(accepting, refusing, standIn, seconds);
    }

    private string? OrAbsent(
        ImmutableArray<ValueCondition> accepting,
        ImmutableArray<ValueCondition> refusing,
        string standIn,
        NameSet? within
    ) =>
        !accepting.IsEmpty ? Value(accepting, refusing, standIn, within)
        : refusing.Any(condition => condition.Accepts(standIn)) ? Absent
        : standIn;

    private string? Value(
        ImmutableArray<ValueCondition> accepting,
        ImmutableArray<ValueCondition> refusing,
        string standIn,
        NameSet? within
    )
    {
        NameSearch value = ValueCondition.Value(accepting, refusing, standIn, within, budget);
        undecided |= value.Found == Decision.Undecided;
        return value.Witness;
    }

    // Values that are written out cost the automata nothing; their choices are counted here.
    private bool HasBudget()
    {
        bool left = budget.Spend(1);
        undecided |= !left;
        return left;
    }

    private static ImmutableArray<ValueCondition> Exceptions(IEnumerable<Route> routes, MatchKey key) =>
        [.. routes.Select(route => ValueCondition.Of(route.Match.ExceptOf(key))).OfType<ValueCondition>().Distinct()];

    private static ImmutableArray<ValueCondition> Conditions(IEnumerable<Route> routes, MatchKey key) =>
        [.. routes.Select(route => ValueCondition.Of(route.Match[key])).OfType<ValueCondition>().Distinct()];
}
