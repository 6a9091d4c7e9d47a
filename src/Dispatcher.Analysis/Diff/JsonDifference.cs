using System.Globalization;
using System.Text.Json;

namespace Dispatcher.Analysis.Diff;

/// <summary>A member or item in which two JSON values differ.</summary>
/// <param name="Parent">The path of the object or array that has it.</param>
/// <param name="Step">The way from there: <c>.member</c>, <c>[0]</c>, or empty for the value itself.</param>
/// <param name="Before">Its value, or null where it is absent.</param>
/// <param name="After">Its other value, or null where it is absent.</param>
public sealed record JsonDifference(string Parent, string Step, JsonElement? Before, JsonElement? After)
{
    /// <summary>Its path, such as <c>request.configProvider.bindings.INPUT.simpleValue</c>.</summary>
    public string Path => Parent + Step;

    /// <summary>The differences of two values, in the first one's order, and then what only the second has. Objects are
    /// compared member by member in any order, numbers by value.</summary>
    /// <param name="path">The path of the values.</param>
    /// <param name="before">The first value.</param>
    /// <param name="after">The second value.</param>
    /// <param name="intoArrays">Whether arrays are compared item by item; else as one value.</param>
    public static IEnumerable<JsonDifference> Between(
        string path,
        JsonElement before,
        JsonElement after,
        bool intoArrays
    ) => Between(path, "", before, after, intoArrays);

    private static IEnumerable<JsonDifference> Between(
        string parent,
        string step,
        JsonElement? before,
        JsonElement? after,
        bool intoArrays
    ) =>
        (before, after) switch
        {
            ({ ValueKind: JsonValueKind.Object } left, { ValueKind: JsonValueKind.Object } right) => Members(
                    left,
                    right
                )
                .SelectMany(pair => Between(parent + step, pair.Step, pair.Before, pair.After, intoArrays)),
            ({ ValueKind: JsonValueKind.Array } left, { ValueKind: JsonValueKind.Array } right) when intoArrays =>
                Items(left, right)
                    .SelectMany(pair => Between(parent + step, pair.Step, pair.Before, pair.After, intoArrays)),
            ({ } left, { } right) when JsonElement.DeepEquals(left, right) => [],
            _ => [new(parent, step, before, after)],
        };

    private static IEnumerable<(string Step, JsonElement? Before, JsonElement? After)> Members(
        JsonElement before,
        JsonElement after
    )
    {
        foreach (JsonProperty member in before.EnumerateObject())
            yield return (
                $".{member.Name}",
                member.Value,
                after.TryGetProperty(member.Name, out JsonElement other) ? other : null
            );
        foreach (JsonProperty member in after.EnumerateObject())
        {
            if (!before.TryGetProperty(member.Name, out _))
                yield return ($".{member.Name}", null, member.Value);
        }
    }

    private static IEnumerable<(string Step, JsonElement? Before, JsonElement? After)> Items(
        JsonElement before,
        JsonElement after
    )
    {
        int ofBefore = before.GetArrayLength(),
            ofAfter = after.GetArrayLength();
        for (int n = 0; n < Math.Max(ofBefore, ofAfter); n++)
            yield return (
                string.Create(CultureInfo.InvariantCulture, $"[{n}]"),
                n < ofBefore ? before[n] : null,
                n < ofAfter ? after[n] : null
            );
    }
}
