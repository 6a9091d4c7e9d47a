using System.Collections.Immutable;
using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;

namespace Dispatcher.Testing;

/// <summary>The sentences of failure messages.</summary>
internal static class Wording
{
    // The maximum number of routes in a message.
    private const int MaxExplained = 3;

    /// <summary><c>create of "invoices/a.jsonlines"</c>.</summary>
    public static string Event(ObjectEventKind kind, string name) => $"{kind.Word()} of {Quote.Value(name)}";

    /// <summary>The event with the place of its object.</summary>
    public static string Event(StorageEvent storageEvent) =>
        $"{Event(storageEvent.Kind, storageEvent.ObjectName)} in bucket {Quote.Value(storageEvent.Bucket)}";

    /// <summary><c>`a`, `b`</c>, or <c>nothing</c>.</summary>
    public static string Routes(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? "nothing" : string.Join(", ", names.Select(name => $"`{name}`"));

    /// <summary><c> as part "orders"</c>, or nothing.</summary>
    public static string Part(string? part) => part is null ? "" : $" as part {Quote.Value(part)}";

    /// <summary>Why routes matched or did not: those that the reader asks about, then the nearest.</summary>
    public static string Why(ImmutableArray<RouteExplanation> explanations, IReadOnlyCollection<string> asked)
    {
        RouteExplanation[] ordered =
        [
            .. explanations.OrderByDescending(explanation => asked.Contains(explanation.Route)),
        ];
        var text = new StringBuilder("why:");
        int shown = Math.Min(ordered.Length, Math.Max(MaxExplained, asked.Count));
        foreach (RouteExplanation explanation in ordered.AsSpan(0, shown))
            text.Append("\n  ").Append(explanation.Text);
        if (ordered.Length > shown)
            text.Append("\n  … and ").Append(ordered.Length - shown).Append(" more");
        return text.ToString();
    }

    /// <summary>Errors, each on a line of its own.</summary>
    public static string Errors(IEnumerable<DispatchError> errors) =>
        string.Concat(
            errors.Select(error =>
                $"\n  {error.Code}{(error.Route is null ? "" : $" in `{error.Route}`")}: {error.Message}"
            )
        );
}
