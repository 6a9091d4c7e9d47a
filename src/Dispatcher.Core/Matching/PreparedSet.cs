using Dispatcher.Patterns.Engine;
using Dispatcher.Routes;

namespace Dispatcher.Matching;

/// <summary>The routes of a set as far as events have needed them, and what their automata hold together.</summary>
internal sealed class PreparedSet
{
    // Of a prepared route beside its automata.
    private const int BytesOfARoute = 320;

    private readonly RouteSet set;
    private readonly PreparedRoute?[] routes;
    private readonly PreparedPatterns patterns;
    private readonly Dictionary<string, PreparedConditions> conditions = new(StringComparer.Ordinal);
    private readonly Lock preparing = new();

    public PreparedSet(RouteSet set, long memoryLimit)
    {
        this.set = set;
        Memory = new AutomatonMemory(memoryLimit);
        routes = new PreparedRoute?[set.Routes.Length];
        patterns = new PreparedPatterns(Memory);
    }

    /// <summary>What the automata hold.</summary>
    public AutomatonMemory Memory { get; }

    /// <summary>A route, prepared now where no event has needed it before.</summary>
    public PreparedRoute Of(int place, WorkBudget? work) => Volatile.Read(ref routes[place]) ?? Prepare(place, work);

    private PreparedRoute Prepare(int place, WorkBudget? work)
    {
        lock (preparing)
        {
            if (routes[place] is { } known)
                return known;
            Route route = set.Routes[place];
            work?.Spend(route.Match.AllPatterns.Sum(placed => (long)placed.Pattern.Complexity));
            var prepared = new PreparedRoute(route, Shared(route.Match), patterns);
            Memory.Take(BytesOfARoute);
            Volatile.Write(ref routes[place], prepared);
            return prepared;
        }
    }

    // Most routes say the same of everything beside the object's name.
    private PreparedConditions Shared(RouteMatch match)
    {
        string wording = string.Concat(match.Conditions.Concat(match.Exceptions).Select(part => part.Wording));
        if (!conditions.TryGetValue(wording, out PreparedConditions? known))
        {
            conditions.Add(wording, known = new PreparedConditions(match, patterns));
            Memory.Take(sizeof(char) * (long)wording.Length);
        }

        return known;
    }
}
