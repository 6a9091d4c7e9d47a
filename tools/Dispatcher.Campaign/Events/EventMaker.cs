using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatcher.Events;

namespace Dispatcher.Campaign.Events;

/// <summary>Makes events. The same seed makes the same ones.</summary>
/// <param name="seed">Where the randomness starts.</param>
internal sealed class EventMaker(int seed)
{
    private const string Namespace = "emulated",
        Bucket = "landing";
    private const int MostOfKey = 200;
    private static readonly DateTimeOffset Epoch = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    // What object names may have in them, and what others would stumble over.
    private static readonly string[] Tricky =
    [
        "plain",
        "two words",
        "100%",
        "a%2Fb",
        "a+b",
        "ü",
        "日本",
        "😀",
        "'",
        "\"",
        "{{ config.workspace_id }}",
        "a&b=c",
        "#",
        "?",
        "\\",
        "a/b/c",
        "~",
        "|",
        "<x>",
    ];

    private static readonly string Long = string.Concat(Enumerable.Repeat("ab", 490)) + "!";

    private readonly Random random = new(seed);
    private int made;

    /// <summary>Another event.</summary>
    public CampaignEvent Next()
    {
        int number = ++made;
        return random.Next(100) switch
        {
            < 46 => About(Name("single", number), Ending.Runs, "single"),
            < 48 => About(Name("narrow", number), Ending.Runs, "narrow"),
            < 66 => About(Name("several", number), Ending.Runs, "first", "last"),
            < 82 => About(Name("several", number) + ".csv", Ending.Runs, "first", "tables", "last"),
            < 88 => About(Name("nobody", number), Ending.Nothing),
            < 90 => OfABucket(number),
            < 93 => About(Name("missing", number), Ending.StaysDead),
            < 96 => About(Name("half", number), Ending.StaysDead, "half"),
            < 98 => About(Name("broken", number), Ending.StaysDead),
            _ => Unreadable(number),
        };
    }

    // One in ten is as long as a name may be, and of the kind that keeps patterns busy.
    private string Name(string folder, int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}/{number}-{(random.Next(10) == 0 ? Long : Tricky[random.Next(Tricky.Length)])}"
        );

    private CampaignEvent About(string name, Ending ending, params string[] tasks)
    {
        // Routes take what is created and updated; `single` what is deleted as well.
        ObjectEventKind kind = random.Next(10) switch
        {
            0 => ObjectEventKind.Update,
            1 when tasks is ["single"] => ObjectEventKind.Delete,
            _ => ObjectEventKind.Create,
        };
        var document = new EventDocument
        {
            Object = name,
            Bucket = Bucket,
            Namespace = Namespace,
            Kind = kind,
            ETag = random.Next(8) == 0 ? null : Id(),
            Id = Id(),
            Time = Epoch + TimeSpan.FromSeconds(random.Next(3 * 24 * 3600)),
        };
        byte[] json = document.ToJson();
        return new CampaignEvent(
            KeyOf(name, document.ETag ?? document.Id, Word(kind)),
            random.Next(8) == 0 ? Modern(json) : json,
            ending,
            tasks
        );
    }

    /// <summary>What an event is about, as a run's bindings and a dead-letter record have it too.</summary>
    public static string KeyOf(string name, string version, string kind) => $"{kind} {name} {version}";

    private static string Word(ObjectEventKind kind) =>
        kind switch
        {
            ObjectEventKind.Create => "create",
            ObjectEventKind.Update => "update",
            _ => "delete",
        };

    /// <summary>What is no object event is told by how it begins.</summary>
    public static string KeyOf(string text) => text.Length > MostOfKey ? text[..MostOfKey] : text;

    private CampaignEvent OfABucket(int number)
    {
        string text =
            $$"""{"cloudEventsVersion":"0.1","eventID":"{{Id()}}","eventType":"com.oraclecloud.objectstorage.createbucket","eventTime":"2026-11-23T10:00:00Z","number":{{number}}}""";
        return new CampaignEvent(KeyOf(text), Encoding.UTF8.GetBytes(text), Ending.Nothing);
    }

    private CampaignEvent Unreadable(int number)
    {
        string text = random.Next(20) switch
        {
            19 => $"too large, number {number} {new string('\u0001', EventReader.MaxBytes)}",
            < 6 => $"no JSON, number {number}",
            < 12 => $$"""{"number":{{number}}}""",
            _ =>
                $$"""{"cloudEventsVersion":"0.1","eventID":"{{number}}","eventType":"com.oraclecloud.objectstorage.createobject","eventTime":"yesterday"}""",
        };
        return new CampaignEvent(KeyOf(text), Encoding.UTF8.GetBytes(text), Ending.StaysDead);
    }

    private string Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    /// <summary>The same event in a CloudEvents 1.0 envelope.</summary>
    private static byte[] Modern(byte[] json)
    {
        JsonNode old = JsonNode.Parse(json)!;
        return JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject
            {
                ["specversion"] = "1.0",
                ["id"] = old["eventID"]!.DeepClone(),
                ["type"] = old["eventType"]!.DeepClone(),
                ["source"] = old["source"]!.DeepClone(),
                ["time"] = old["eventTime"]!.DeepClone(),
                ["data"] = old["data"]!.DeepClone(),
            }
        );
    }
}
