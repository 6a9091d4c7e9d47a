using System.Globalization;
using System.Text;
using Dispatcher.Routes.Loading;

namespace Dispatcher.NativeBench;

/// <summary>Route sets as a large landing area would have them: entities of several systems, a few patterns and
/// bindings each.</summary>
internal static class RouteSets
{
    private static readonly string[] Systems = ["erp", "crm", "shop", "plant", "billing", "logistics", "hr", "partner"];

    /// <summary><paramref name="count"/> routes, 100 a file, with templates, variables and tests.</summary>
    public static RouteFile[] Realistic(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Chunk(100)
                .Select((chunk, file) => new RouteFile($"file-{file:d4}.yaml", Encoding.UTF8.GetBytes(File(chunk)))),
        ];

    /// <summary>A name that route <paramref name="i"/> takes.</summary>
    public static string NameFor(int i) => NameFor(i, i);

    /// <summary>One of many names that route <paramref name="i"/> takes.</summary>
    public static string NameFor(int i, int part) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Systems[i % Systems.Length]}/entity-{i}/2026/11/23/part-{part:d4}.csv"
        );

    private static string File(int[] routes)
    {
        var yaml = new StringBuilder(
            """
            version: 1
            defaults:
              task: { workspace: "{{ config.workspace_id }}", application: "{{ config.application_key }}" }
              vars: { landing: "{{ config.connection_key }}" }
            routes:

            """
        );
        foreach (int i in routes)
        {
            yaml.Append(
                CultureInfo.InvariantCulture,
                $$$"""
                  - name: entity-{{{i}}}
                    description: Load entity {{{i}}} of {{{Systems[i % Systems.Length]}}}.
                    owner: team-{{{i % 17}}}
                    match:
                      bucket: landing-area
                      object: {{{Systems[
                    i % Systems.Length
                ]}}}/entity-{{{i}}}/(?<year>\d{4})/(?<month>\d{2})/(?<day>\d{2})/(?<part>[A-Za-z0-9_\-]+)\.(?:csv|json)
                    task: { key: "{{ config.task_{{{i}}} ?? 'task-{{{i}}}' }}" }
                    bindings:
                      INPUT_OBJECT_NAME: "{{ object.name }}"
                      OUTPUT_OBJECT_NAME: "out/entity-{{{i}}}/{{ groups.year }}-{{ groups.month }}-{{ groups.day }}/{{ groups.part }}.parquet"
                      INPUT_BUCKET: { schema: "{{ vars.landing }}/{{ bucket.name }}" }
                      BATCH: {{{i}}}
                    tests:
                      - object: {{{NameFor(i)}}}
                        config: { workspace_id: w, application_key: a, connection_key: c }
                        expect: { route: entity-{{{i}}} }

                """
            );
        }

        return yaml.ToString();
    }
}
