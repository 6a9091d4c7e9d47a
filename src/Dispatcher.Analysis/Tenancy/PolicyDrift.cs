using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>The differences between an existing policy and the policy that the routes need.</summary>
/// <param name="Missing">Statements that the routes need and the text lacks.</param>
/// <param name="Superfluous">Statements of the text that nothing needs, as they are written there.</param>
/// <param name="Problem">Why the text cannot be compared, or null.</param>
public sealed record PolicyDrift(
    ImmutableArray<PolicyStatement> Missing,
    ImmutableArray<string> Superfluous,
    string? Problem
)
{
    private const string NoStatements =
        "it is no list of statements: write one statement a line, or JSON as "
        + "`dispatcher policy --format json` prints it";

    private static readonly string[] Verbs = ["allow ", "deny ", "endorse ", "admit ", "define "];

    /// <summary>Compares. Order, white space and the case of what stands outside quotes make no difference.</summary>
    /// <param name="policy">What the routes need.</param>
    /// <param name="written">A statement a line, with <c>#</c> before comments; or JSON: a list of statements, or an
    /// object with <c>statements</c>.</param>
    public static PolicyDrift Of(IamPolicy policy, string written)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(written);
        if (Statements(written, out string? problem) is not { } theirs)
            return new([], [], problem);
        var there = theirs.Select(Normal).ToHashSet(StringComparer.Ordinal);
        var needed = policy.Statements.Select(statement => Normal(statement.Text)).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. policy.Statements.Where(statement => !there.Contains(Normal(statement.Text)))],
            [.. theirs.Where(statement => !needed.Contains(Normal(statement)))],
            null
        );
    }

    private static List<string>? Statements(string written, out string? problem)
    {
        problem = null;
        string text = written.TrimStart('\uFEFF').Trim();
        if (text is not ['{' or '[', ..])
        {
            List<string> lines =
            [
                .. text.Split('\n').Select(line => line.Trim()).Where(line => line is not [] and not ['#', ..]),
            ];
            if (lines.Count == 0 || lines.Exists(IsStatement))
                return lines;
            problem = NoStatements;
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement list = document.RootElement;
            if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("statements", out JsonElement member))
                list = member;
            if (
                list.ValueKind == JsonValueKind.Array
                && list.EnumerateArray().Select(Statement).ToList() is var all
                && all.TrueForAll(statement => statement is not null)
            )
                return [.. all.OfType<string>()];
        }
        catch (JsonException wrong)
        {
            problem = $"it is not JSON: {JsonReason.Of(wrong)}";
            return null;
        }

        problem = NoStatements;
        return null;
    }

    private static bool IsStatement(string line) =>
        Array.Exists(Verbs, verb => line.StartsWith(verb, StringComparison.OrdinalIgnoreCase));

    private static string? Statement(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("statement", out JsonElement text))
            item = text;
        return item.ValueKind == JsonValueKind.String ? item.GetString() : null;
    }

    // What stands between quotes is kept as it is; the rest is lower case with single spaces, and none beside
    // punctuation.
    private static string Normal(string statement)
    {
        string[] parts = statement.Split('\'');
        for (int i = 0; i < parts.Length; i += 2)
        {
            string part = string.Join(' ', parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                .ToLowerInvariant();
            foreach (string mark in (ReadOnlySpan<string>)["=", ",", "{", "}"])
                part = part.Replace(" " + mark, mark, StringComparison.Ordinal)
                    .Replace(mark + " ", mark, StringComparison.Ordinal);
            parts[i] = part.Trim();
        }

        return string.Join('\'', parts);
    }
}
