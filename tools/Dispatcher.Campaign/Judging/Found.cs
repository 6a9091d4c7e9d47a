using System.Text.Json;
using Dispatcher.Campaign.Events;
using Dispatcher.Emulator;
using Dispatcher.Emulator.Buckets;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Campaign.Judging;

/// <summary>What the services hold: for every event, how many runs of each task, and which records.</summary>
internal sealed class Found
{
    private readonly Dictionary<string, Dictionary<string, int>> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> records = new(StringComparer.Ordinal);

    /// <summary>How many runs there are.</summary>
    public int Runs { get; private set; }

    /// <summary>The events with a run or a record.</summary>
    public IEnumerable<string> Keys => runs.Keys.Union(records.Keys);

    /// <summary>Looks at everything.</summary>
    /// <param name="emulator">Where.</param>
    /// <param name="prefix">What the names of records begin with.</param>
    /// <param name="done">What the names of records begin with that were put through.</param>
    public static Found In(OciEmulator emulator, string prefix, string done)
    {
        var found = new Found();
        foreach (EmulatedRun run in emulator.DataIntegration.Runs)
            found.Add(run);
        foreach (EmulatedObject record in emulator.ObjectStorage.List(Cloud.Dead, prefix))
        {
            if (record.Name.StartsWith(done, StringComparison.Ordinal))
                found.Done++;
            else
                found.Add(record);
        }

        return found;
    }

    /// <summary>How many runs of each task an event has.</summary>
    public IReadOnlyDictionary<string, int> RunsOf(string key) => runs.GetValueOrDefault(key) ?? [];

    /// <summary>The outcomes of an event's records.</summary>
    public IReadOnlyList<string> RecordsOf(string key) => records.GetValueOrDefault(key) ?? [];

    /// <summary>How many records there are.</summary>
    public int Records => records.Values.Sum(list => list.Count);

    /// <summary>How many records were put through, and lie where those go.</summary>
    public int Done { get; private set; }

    /// <summary>How many records there are of events that have run all the same, because a later delivery overtook
    /// them.</summary>
    public int OvertakenOf(IEnumerable<CampaignEvent> events) =>
        events.Count(sent =>
            sent.Ending == Ending.Runs && records.ContainsKey(sent.Key) && sent.Tasks.All(RunsOf(sent.Key).ContainsKey)
        );

    private void Add(EmulatedRun run)
    {
        using JsonDocument body = JsonDocument.Parse(run.Body);
        JsonElement bindings = body.RootElement.GetProperty("configProvider").GetProperty("bindings");
        string Bound(string name) => bindings.GetProperty(name).GetProperty("simpleValue").GetString()!;
        AddRun(EventMaker.KeyOf(Bound("OBJECT"), Bound("VERSION"), Bound("KIND")), run.TaskKey);
    }

    /// <summary>Counts a run.</summary>
    public void AddRun(string key, string task)
    {
        if (!runs.TryGetValue(key, out Dictionary<string, int>? ofIt))
            runs.Add(key, ofIt = new(StringComparer.Ordinal));
        ofIt[task] = ofIt.GetValueOrDefault(task) + 1;
        Runs++;
    }

    private void Add(EmulatedObject stored)
    {
        using JsonDocument record = JsonDocument.Parse(stored.Content);
        JsonElement root = record.RootElement;
        AddRecord(KeyOf(root), root.GetProperty("outcome").GetString()!);
    }

    /// <summary>Counts a record.</summary>
    public void AddRecord(string key, string outcome)
    {
        if (!records.TryGetValue(key, out List<string>? ofIt))
            records.Add(key, ofIt = []);
        ofIt.Add(outcome);
    }

    // The record says whose it is; what is no object event is its own name.
    private static string KeyOf(JsonElement record)
    {
        if (record.GetProperty("object") is not { ValueKind: JsonValueKind.Object } about)
        {
            return EventMaker.KeyOf(
                record.TryGetProperty("receivedText", out JsonElement text)
                    ? text.GetString()!
                    : record.GetProperty("received").GetRawText()
            );
        }

        string type = record.GetProperty("event").GetProperty("type").GetString()!;
        string kind = type[(type.LastIndexOf('.') + 1)..].Replace("object", "", StringComparison.Ordinal);
        JsonElement etag = about.GetProperty("etag");
        string version =
            etag.ValueKind == JsonValueKind.String
                ? etag.GetString()!
                : record.GetProperty("event").GetProperty("id").GetString()!;
        return EventMaker.KeyOf(about.GetProperty("name").GetString()!, version, kind);
    }
}
