using Dispatcher.Routes;

namespace Dispatcher.Testing.Tests;

/// <summary>The routes that most tests here run against.</summary>
internal static class Given
{
    public static RouteSet Routes { get; } =
        RouteSet.FromYaml(
            """
            version: 1
            defaults:
              task: { workspace: "{{ config.workspace_id }}", application: app }
            routes:
              - name: archive
                continue: true
                match: { bucket: landing-area, object: readings/.* }
                task: { key: keep }
              - name: readings
                owner: plant
                match: { bucket: landing-area, object: 'readings/(?<day>\d{4})\.json' }
                task: { key: t1, name: 'readings-{{ groups.day }}', description: 'Readings of {{ groups.day }}' }
                bindings:
                  INPUT_NAME: "{{ object.name }}"
                  TIMEZONE: "{{ config.timezone ?? 'UTC' }}"
                  COUNT: 5
                  FAST: true
                  NOTHING: ~
                  INPUT_BUCKET: { schema: "C/{{ bucket.name }}" }
                  COLUMNS: { simple: [a, b] }
              - name: trial
                state: shadow
                match: { bucket: landing-area, object: trial/.* }
                task: { key: t2 }
              - name: strict
                match: { bucket: landing-area, object: strict/.* }
                task: { key: "{{ config.strict_key }}" }
            """,
            "readings.yaml"
        );

    public static ConfiguredRoutes Configured { get; } = Routes.With(("workspace_id", "ws"));

    /// <summary>The message with which the assertion fails.</summary>
    public static string Message(Action assertion) => Assert.Throws<RouteAssertionException>(assertion).Message;
}
