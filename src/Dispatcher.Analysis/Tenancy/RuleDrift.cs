using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>The differences between an existing rule and the rule that the routes need.</summary>
/// <param name="Differences">One sentence each; empty when both let the same through.</param>
/// <param name="Problem">Why the text cannot be compared, or null.</param>
public sealed record RuleDrift(ImmutableArray<string> Differences, string? Problem)
{
    /// <summary>Compares. The order of a list's values makes no difference, nor whether one value stands in a list or
    /// by itself.</summary>
    /// <param name="rule">What the routes need.</param>
    /// <param name="written">A rule as JSON (with <c>condition</c> as text or object), or its condition alone.</param>
    public static RuleDrift Of(EventRule rule, string written)
    {
        ArgumentNullException.ThrowIfNull(rule);
        try
        {
            using JsonDocument document = JsonDocument.Parse(written);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("condition", out JsonElement condition))
                root = condition;
            if (root.ValueKind != JsonValueKind.String)
                return Compare(rule, root);
            using JsonDocument inner = JsonDocument.Parse(root.GetString()!);
            return Compare(rule, inner.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return new(
                [],
                $"it is not JSON: {(wrong is JsonException json ? JsonReason.Of(json) : Quote.Line(wrong.Message))}"
            );
        }
    }

    private static RuleDrift Compare(EventRule rule, JsonElement written)
    {
        using JsonDocument needed = JsonDocument.Parse(rule.Condition);
        if (RuleCondition.Read(written) is not { } theirs)
            return new(
                [],
                "it is not a rule: write an object with `condition`, or the condition itself, "
                    + "as `dispatcher rule` prints it"
            );
        SortedDictionary<string, ImmutableSortedSet<string>> ours = RuleCondition.Read(needed.RootElement)!;

        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (string field in ours.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
        {
            bool wanted = ours.TryGetValue(field, out ImmutableSortedSet<string>? values);
            bool there = theirs.TryGetValue(field, out ImmutableSortedSet<string>? writtenValues);
            if (!there)
                differences.Add(
                    $"`{field}` is not named: the rule lets everything through, the routes need {List(values!)}"
                );
            else if (!wanted)
                differences.Add($"`{field}` is limited to {List(writtenValues!)}, the routes take more");
            else
                AddValues(differences, field, values!, writtenValues!);
        }

        return new(differences.DrainToImmutable(), null);
    }

    private static void AddValues(
        ImmutableArray<string>.Builder differences,
        string field,
        ImmutableSortedSet<string> ours,
        ImmutableSortedSet<string> theirs
    )
    {
        if (ours.Except(theirs) is { Count: > 0 } missing)
            differences.Add($"`{field}` lacks {List(missing)}, which the routes need");
        if (theirs.Except(ours) is { Count: > 0 } more)
            differences.Add($"`{field}` has {List(more)}, which no route needs");
    }

    private static string List(ImmutableSortedSet<string> values) => string.Join(", ", values.Select(Quote.Value));
}
