using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Dispatcher.Diagnostics;

namespace Dispatcher.Analysis.RouteTests;

/// <summary>Writes suggested tests as they stand below a route in a route file.</summary>
public static class SuggestedYaml
{
    /// <summary>The lines, indented as members of a route.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="first">Whether the route has none yet, so that <c>tests:</c> comes first.</param>
    public static string Of(ImmutableArray<SuggestedTest> tests, bool first)
    {
        var yaml = new StringBuilder(first ? "    tests:\n" : "");
        foreach (SuggestedTest test in tests)
        {
            yaml.Append("      - object: ").Append(Scalar(test.Object)).Append('\n');
            if (test.Bucket is not null)
                yaml.Append("        bucket: ").Append(Scalar(test.Bucket)).Append('\n');
            if (test.Namespace is not null)
                yaml.Append("        namespace: ").Append(Scalar(test.Namespace)).Append('\n');
            if (!test.Configuration.IsEmpty)
                yaml.Append("        config: ")
                    .Append(Map(test.Configuration.Select(pair => $"{Scalar(pair.Key)}: {Scalar(pair.Value)}")))
                    .Append('\n');
            if (test.Routes.IsEmpty)
            {
                yaml.Append("        expect: unmatched\n");
                continue;
            }

            string route =
                test.Routes.Length == 1 ? Scalar(test.Routes[0]) : $"[{string.Join(", ", test.Routes.Select(Scalar))}]";
            yaml.Append("        expect:\n          route: ").Append(route).Append('\n');
            if (test.Bindings.IsEmpty)
                continue;
            yaml.Append("          bindings:\n");
            foreach ((string parameter, string json) in test.Bindings)
                yaml.Append("            ").Append(Scalar(parameter)).Append(": ").Append(Value(json)).Append('\n');
        }

        return yaml.ToString();
    }

    private static string Map(IEnumerable<string> members) => $"{{ {string.Join(", ", members)} }}";

    private static string Value(string json)
    {
        using var value = JsonDocument.Parse(json);
        return value.RootElement.ValueKind == JsonValueKind.String
            ? Scalar(value.RootElement.GetString()!)
            : Shown(json);
    }

    // Everything else is written in quotes, which JSON and YAML have in common.
    private static string Scalar(string text) => IsPlain(text) ? text : JsonFormat.Text(text);

    private static string Shown(string json) => Encoding.UTF8.GetString(JsonFormat.Shown(Encoding.UTF8.GetBytes(json)));

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
        && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N");
}
