using System.Diagnostics.CodeAnalysis;

namespace Dispatcher.Emulator.Faults;

/// <summary>The faults to inject. Thread-safe; may be changed while requests arrive.</summary>
/// <remarks>The first rule that fires decides the fault of a request. Every rule whose operation and condition match
/// counts the request, even when an earlier rule fires. So the randomness of one rule does not change another
/// rule.</remarks>
public sealed class FaultPlan
{
    private readonly Lock access = new();
    private readonly List<ActiveRule> rules = [];
    private readonly Dictionary<(string Operation, Fault Fault), long> injected = [];

    /// <summary>Adds a rule after the existing rules.</summary>
    /// <returns>This plan.</returns>
    public FaultPlan Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentOutOfRangeException.ThrowIfNegative(rule.Probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rule.Probability, 1);
        lock (access)
            rules.Add(new(rule));
        return this;
    }

    /// <summary>Adds a rule: the next <paramref name="times"/> requests of <paramref name="operation"/> fail.</summary>
    /// <param name="operation">The operation; null for any.</param>
    /// <param name="fault">The fault to inject.</param>
    /// <param name="times">How often; null for always.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Add(string? operation, Fault fault, int? times = 1) =>
        Add(new FaultRule(fault) { Operation = operation, Times = times });

    /// <summary>Removes all rules. The counts stay.</summary>
    public void Clear()
    {
        lock (access)
            rules.Clear();
    }

    /// <summary>How many faults of each kind were injected so far; kinds with count 0 are left out.</summary>
    public IReadOnlyDictionary<FaultKind, long> Injected()
    {
        lock (access)
            return injected
                .GroupBy(count => count.Key.Fault.Kind)
                .ToDictionary(kind => kind.Key, kind => kind.Sum(count => count.Value));
    }

    /// <summary>How many faults of a kind were injected so far.</summary>
    public long Injected(FaultKind kind)
    {
        lock (access)
            return injected.Where(count => count.Key.Fault.Kind == kind).Sum(count => count.Value);
    }

    /// <summary>How many faults were injected so far, by operation and by fault: a 429 and a 503 are counted
    /// separately.</summary>
    public IReadOnlyDictionary<(string Operation, Fault Fault), long> InjectedFaults()
    {
        lock (access)
            return new Dictionary<(string, Fault), long>(injected);
    }

    internal Fault? Next(ReceivedRequest request)
    {
        lock (access)
        {
            Fault? chosen = null;
            foreach (ActiveRule rule in rules)
            {
                if (rule.Fires(request, mayFire: chosen is null))
                    chosen = rule.Rule.Fault;
            }

            if (chosen is not null)
                injected[(request.Operation, chosen)] = injected.GetValueOrDefault((request.Operation, chosen)) + 1;
            return chosen;
        }
    }

    [SuppressMessage(
        "Security",
        "CA5394:Do not use insecure randomness",
        Justification = "A seed must repeat the same faults."
    )]
    private sealed class ActiveRule(FaultRule rule)
    {
        private readonly Random random = new(rule.Seed);
        private long seen;
        private int fired;

        public FaultRule Rule => rule;

        public bool Fires(ReceivedRequest request, bool mayFire)
        {
            if (rule.Operation is { } operation && operation != request.Operation)
                return false;
            if (rule.When is { } condition && !condition(request))
                return false;
            bool drawn = rule.Probability >= 1 || random.NextDouble() < rule.Probability;
            if (seen++ < rule.After || !drawn || !mayFire || fired >= rule.Times)
                return false;
            fired++;
            return true;
        }
    }
}
