using Dispatcher.Events;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>The function's own dispatcher over the emulated services: what it cannot dispatch, it writes
/// down.</summary>
internal sealed class LetterFunction : IDisposable
{
    public const string Bucket = "letters",
        Prefix = "dead/",
        Place = "oci://letters/dead";

    // Each task has its own key, so that a fault can be aimed at one.
    public const string Routes = """
        version: 1
        defaults: { task: { workspace: ws, application: app } }
        routes:
          - { name: one, match: { object: "in/.+" }, continue: true, task: { key: t1 }, bindings: { NAME: "{{ object.name }}" } }
          - { name: two, match: { object: "in/.+" }, task: { key: t2 } }
          - { name: alone, match: { object: "alone/.+" }, task: { key: t3 } }
          - { name: few, max_running: 2, match: { object: "few/.+" }, task: { key: t5 } }
          - { name: needs, match: { object: "needs/.+" }, task: { key: "{{ config.needed }}" } }
        """;

    private readonly FunctionInProcess function;

    public LetterFunction(Cloud cloud)
    {
        if (cloud.Emulator.ObjectStorage.Find(Bucket) is null)
            cloud.Emulator.ObjectStorage.CreateBucket(Bucket);
        function = new FunctionInProcess(
            cloud,
            Routes,
            Stream.Null,
            ("DISPATCHER_DEAD_LETTER", Place),
            ("DISPATCHER_UNMATCHED", "dead-letter")
        );
    }

    public static byte[] Event(string name, string etag = "e1") =>
        new EventDocument
        {
            Object = name,
            Bucket = "landing",
            Namespace = "ns",
            ETag = etag,
            Id = "id-" + name,
            Time = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero),
        }.ToJson();

    public Task<DispatchResult> DispatchAsync(byte[] body) =>
        function.Handler.DispatchAsync(new Invocation(body) { CallId = "call" }, CancellationToken.None);

    public Task<DispatchResult> DispatchAsync(string name) => DispatchAsync(Event(name));

    public void Dispose() => function.Dispose();
}
