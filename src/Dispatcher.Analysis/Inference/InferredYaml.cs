using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dispatcher.Analysis.RouteTests;
using Dispatcher.Diagnostics;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Inference;

/// <summary>Writes proposed routes as a route file. What a person has to decide is marked with <c># TODO</c>.</summary>
internal static class InferredYaml
{
    /// <summary>The file.</summary>
    /// <param name="routes">Its routes, in order.</param>
    /// <param name="bucket">The landing bucket; null where it is to be decided.</param>
    /// <param name="tests">The tests of each route.</param>
    public static string Of(
        IEnumerable<InferredRoute> routes,
        string? bucket,
        Func<InferredRoute, ImmutableArray<SuggestedTest>> tests
    )
    {
        var yaml = new StringBuilder(
            """
            # Proposed by `dispatcher infer` from object names. Each TODO is a question that only you can answer.
            version: 1

            defaults:
              task:
                workspace: "{{ config.workspace_id }}"
                application: "{{ config.application_key }}"

            routes:

            """
        );
        string between = "";
        foreach (InferredRoute route in routes)
        {
            yaml.Append(between);
            between = "\n";
            Append(yaml, route, bucket);
            ImmutableArray<SuggestedTest> suggested = tests(route);
            if (!suggested.IsEmpty)
                yaml.Append(SuggestedYaml.Of(suggested, first: true));
        }

        return yaml.ToString();
    }

    /// <summary>The configuration key that a proposed route takes its task's key from.</summary>
    public static string TaskKey(string route) =>
        (char.IsAsciiDigit(route[0]) ? "_" : "")
        + string.Concat(route.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))
        + "_task_key";

    private static void Append(StringBuilder yaml, InferredRoute route, string? bucket)
    {
        yaml.Append(
            CultureInfo.InvariantCulture,
            $"""
              - name: {Scalar(route.Name)}
                description: {JsonFormat.Text(
                $"Objects such as {route.Names[0]}."
            )} # TODO say what the task makes of them
                # TODO owner: whom to ask when it fails

            """
        );
        if (!route.Overrides.IsEmpty)
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"    overrides: [{string.Join(", ", route.Overrides)}] # TODO both take some names; the first does\n"
            );
        yaml.Append("    match:\n");
        yaml.Append(BucketLine(bucket));
        yaml.Append(
            CultureInfo.InvariantCulture,
            $$$"""
                  object: {{{Quoted(route.Object)}}}
                task:
                  key: "{{ config.{{{TaskKey(route.Name)}}} }}" # TODO the key of the published task
                bindings: # TODO the parameters of the task; every group of the pattern is here once
                  INPUT_OBJECT_NAME: "{{ object.name }}"

            """
        );
        foreach (NamePart group in route.Groups)
        {
            string otherwise = group.IsOptional ? " ?? ''" : "";
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"      {group.Group!.ToUpperInvariant()}: \"{{{{ groups.{group.Group}{otherwise} }}}}\"\n"
            );
        }

        yaml.Append("    # TODO writes: the bindings that name what the task writes, or `writes: []`\n");
    }

    /// <summary>The bucket's line of <c>match</c>, or the question.</summary>
    public static string BucketLine(string? bucket) =>
        bucket is null
            ? "      # TODO bucket: the landing bucket; without it these names are taken in every bucket\n"
            : $"      bucket: {Quoted(LiteralPattern.Escaped(bucket))}\n";

    /// <summary>A name as a YAML scalar.</summary>
    public static string Scalar(string text) => char.IsAsciiLetter(text[0]) ? text : JsonFormat.Text(text);

    /// <summary>An expression as a YAML scalar, in which a backslash stands for itself.</summary>
    public static string Quoted(string pattern) => $"'{pattern.Replace("'", "''", StringComparison.Ordinal)}'";
}
