using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Dispatcher.Events;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Events;

public sealed class EventReaderTests
{
    private const string Document = """
        {"cloudEventsVersion": "0.1", "eventID": "unique_ID", "eventType": "com.oraclecloud.objectstorage.createobject",
         "source": "objectstorage", "eventTypeVersion": "2.0", "eventTime": "2019-01-10T21:19:24.000Z", "contentType": "application/json",
         "extensions": {"compartmentId": "ocid1.compartment.oc1..unique_ID"},
         "data": {"compartmentId": "ocid1.compartment.oc1..unique_ID", "compartmentName": "example_name",
                  "resourceName": "invoices/2022-08-12-documents.jsonlines",
                  "resourceId": "/n/example_namespace/b/landing-area/o/invoices/2022-08-12-documents.jsonlines",
                  "availabilityDomain": "all",
                  "additionalDetails": {"eTag": "f8ffb6e9-f602-460f-a6c0-00b5abfa24c7", "namespace": "example_namespace",
                                        "bucketName": "landing-area", "bucketId": "ocid1.bucket.oc1.phx.unique_id", "archivalState": "Available"}}}
        """;

    [Fact]
    public void An_object_event_is_read_field_by_field()
    {
        StorageEvent read = Accepted(Document);

        Assert.Equal("unique_ID", read.Id);
        Assert.Equal("com.oraclecloud.objectstorage.createobject", read.Type);
        Assert.Equal(ObjectEventKind.Create, read.Kind);
        Assert.Equal(new DateTimeOffset(2019, 1, 10, 21, 19, 24, TimeSpan.Zero), read.Time);
        Assert.Equal("2019-01-10T21:19:24.000Z", read.TimeText);
        Assert.Equal("invoices/2022-08-12-documents.jsonlines", read.ObjectName);
        Assert.Equal(
            ("example_namespace", "landing-area", "ocid1.bucket.oc1.phx.unique_id"),
            (read.Namespace, read.Bucket, read.BucketId)
        );
        Assert.Equal(("ocid1.compartment.oc1..unique_ID", "example_name"), (read.CompartmentId, read.CompartmentName));
        Assert.Equal(("f8ffb6e9-f602-460f-a6c0-00b5abfa24c7", (string?)null), (read.ETag, read.VersionId));
        Assert.Equal("all", read.Raw.GetProperty("data").GetProperty("availabilityDomain").GetString());
    }

    [Theory]
    [InlineData("createobject", ObjectEventKind.Create)]
    [InlineData("updateobject", ObjectEventKind.Update)]
    [InlineData("deleteobject", ObjectEventKind.Delete)]
    public void The_type_gives_the_kind(string type, ObjectEventKind kind) =>
        Assert.Equal(kind, Accepted(Document.Replace("createobject", type, StringComparison.Ordinal)).Kind);

    private static readonly string Modern = Document
        .Replace("\"cloudEventsVersion\": \"0.1\"", "\"specversion\": \"1.0\"", StringComparison.Ordinal)
        .Replace("eventID", "id", StringComparison.Ordinal)
        .Replace("\"eventType\"", "\"type\"", StringComparison.Ordinal)
        .Replace("eventTime\"", "time\"", StringComparison.Ordinal);

    [Fact]
    public void The_same_fields_in_a_CloudEvents_1_0_envelope_are_the_same_event() =>
        Assert.Equal(Accepted(Document) with { Raw = default }, Accepted(Modern) with { Raw = default });

    [Fact]
    public void A_CloudEvents_1_0_envelope_may_have_no_time()
    {
        JsonObject envelope = JsonNode.Parse(Modern)!.AsObject();
        Assert.True(envelope.Remove("time"));

        Assert.Equal(
            Accepted(Document) with
            {
                Raw = default,
                Time = null,
                TimeText = null,
            },
            Accepted(envelope.ToJsonString()) with
            {
                Raw = default,
            }
        );
    }

    [Fact]
    public void A_CloudEvents_1_0_envelope_may_have_its_data_in_Base64()
    {
        JsonObject envelope = JsonNode.Parse(Modern)!.AsObject();
        JsonNode data = envelope["data"]!;
        envelope.Remove("data");
        envelope["data_base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(data.ToJsonString()));

        StorageEvent read = Accepted(envelope.ToJsonString());

        Assert.Equal(Accepted(Document) with { Raw = default }, read with { Raw = default });
        // Templates and `where` find its members below `data`.
        Assert.Equal("all", read.Raw.GetProperty("data").GetProperty("availabilityDomain").GetString());
    }

    [Theory]
    [InlineData("com.oraclecloud.objectstorage.createbucket")]
    [InlineData("com.oraclecloud.objectstorage.CreateObject")]
    [InlineData("com.oraclecloud.computeapi.terminateinstance.begin")]
    public void A_valid_event_of_another_service_or_kind_is_ignored(string type)
    {
        string document = "{\"cloudEventsVersion\":\"0.1\",\"eventID\":\"i\",\"eventType\":\"" + type + "\"}";

        Assert.Equal(new EventReading.Ignored("i", type, null), EventReader.Read(Encoding.UTF8.GetBytes(document)));
    }

    [Theory]
    [InlineData("", "The body is empty")]
    [InlineData(" \r\n\t", "The body is empty")]
    [InlineData("nonsense", "not valid JSON")]
    [InlineData("{\"a\":1", "not valid JSON")]
    [InlineData("{\"a\":1}{\"a\":1}", "not valid JSON")]
    [InlineData("{\"eventID\":\"a\",\"eventID\":\"b\"}", "not valid JSON")]
    [InlineData("[]", "The body is an array")]
    [InlineData("null", "The body is null")]
    [InlineData("\"text\"", "The body is a string")]
    [InlineData("{}", "`cloudEventsVersion`, `eventID`, `eventType`, `eventTime`, `data` are missing")]
    [InlineData(
        "{\"cloudEventsVersion\":\"0.3\",\"eventID\":\"a\",\"eventType\":\"b\"}",
        "`cloudEventsVersion` is \"0.3\"; this dispatcher reads \"0.1\""
    )]
    [InlineData(
        "{\"specversion\":\"2.0\",\"id\":\"a\",\"type\":\"b\"}",
        "`specversion` is \"2.0\"; this dispatcher reads \"1.0\""
    )]
    [InlineData(
        "{\"cloudEventsVersion\":0.1,\"eventID\":\"a\",\"eventType\":\"b\"}",
        "`cloudEventsVersion` is a number; it must be a string"
    )]
    [InlineData("{\"cloudEventsVersion\":\"0.1\",\"eventType\":\"b\"}", "`eventID`, `eventTime`, `data` are missing")]
    [InlineData("{\"cloudEventsVersion\":\"0.1\",\"eventID\":\"\",\"eventType\":\"b\"}", "`eventID` is empty")]
    [InlineData(
        "{\"cloudEventsVersion\":\"0.1\",\"eventID\":\"\\ud800\",\"eventType\":\"b\"}",
        "half of a surrogate pair"
    )]
    [InlineData("{\"\\udc00\":1,\"b\":2}", "half of a surrogate pair")]
    [InlineData(
        "{\"specversion\":\"1.0\",\"id\":\"a\",\"type\":\"com.oraclecloud.objectstorage.createobject\","
            + "\"data_base64\":\"bm90IGpzb24=\"}",
        "`data` is not JSON"
    )]
    public void What_is_no_event_is_malformed_and_says_why(string body, string message)
    {
        var malformed = Assert.IsType<EventReading.Malformed>(EventReader.Read(Encoding.UTF8.GetBytes(body)));

        Assert.Contains(malformed.Errors, error =>
            error.Message.Contains(message, StringComparison.Ordinal) && !error.Retryable
        );
    }

    [Theory]
    [InlineData("data", null, "`data` is missing")]
    [InlineData("data", "5", "`data` is a number; it must be an object")]
    [InlineData("eventTime", null, "`eventTime` is missing")]
    [InlineData("eventTime", "\"yesterday\"", "`eventTime` is \"yesterday\"; write a time as in RFC 3339")]
    [InlineData("eventTime", "\"2019-01-10\"", "`eventTime` is \"2019-01-10\"")]
    [InlineData("eventTime", "\"2019-13-10T00:00:00Z\"", "`eventTime` is")]
    [InlineData("data.resourceName", null, "`data.resourceName` is missing")]
    [InlineData("data.resourceName", "\"\"", "`data.resourceName` is empty")]
    [InlineData("data.resourceName", "[\"a\"]", "`data.resourceName` is an array")]
    [InlineData("data.additionalDetails", null, "`data.additionalDetails` is missing")]
    [InlineData("data.additionalDetails.bucketName", null, "`data.additionalDetails.bucketName` is missing")]
    [InlineData("data.additionalDetails.namespace", "true", "`data.additionalDetails.namespace` is a boolean")]
    [InlineData(
        "data.additionalDetails.eTag",
        "7",
        "`data.additionalDetails.eTag` is a number; it must be a string or absent"
    )]
    public void A_field_that_is_missing_or_of_the_wrong_type_is_named(string path, string? json, string message)
    {
        JsonNode root = JsonNode.Parse(Document)!;
        string[] steps = path.Split('.');
        JsonNode parent = steps[..^1].Aggregate(root, (node, step) => node[step]!);
        if (json is null)
            parent.AsObject().Remove(steps[^1]);
        else
            parent[steps[^1]] = JsonNode.Parse(json);

        var malformed = Assert.IsType<EventReading.Malformed>(
            EventReader.Read(Encoding.UTF8.GetBytes(root.ToJsonString()))
        );

        Assert.Contains(message, Assert.Single(malformed.Errors).Message, StringComparison.Ordinal);
        Assert.Equal("unique_ID", malformed.Id);
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void An_object_name_has_at_most_1024_bytes(int bytes, bool accepted)
    {
        string name = new string('é', bytes / 2) + new string('a', bytes % 2);

        Assert.Equal(accepted, new EventDocument { Object = name }.Read() is EventReading.Accepted);
    }

    [Fact]
    public void Bytes_inside_a_string_that_are_not_UTF8_are_malformed() =>
        Assert.Contains(
            "not valid UTF-8",
            Assert
                .Single(
                    Assert
                        .IsType<EventReading.Malformed>(
                            EventReader.Read((byte[])[.. "{\"eventID\":\""u8, 0xC3, 0x28, .. "\"}"u8])
                        )
                        .Errors
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_body_over_1_MiB_is_refused()
    {
        byte[] body = Encoding.UTF8.GetBytes(Document + new string(' ', EventReader.MaxBytes));

        Assert.Equal("RD313", Assert.Single(Assert.IsType<EventReading.Malformed>(EventReader.Read(body)).Errors).Code);
    }

    [Theory]
    [InlineData("a b+c%20d")]
    [InlineData("ünïcode/名前/😀")]
    [InlineData("quote\"back\\slash")]
    public void An_object_name_is_kept_exactly(string name) => Assert.Equal(name, Given.Event(name).ObjectName);

    [Fact]
    public void Mutated_events_never_throw()
    {
        byte[] original = Encoding.UTF8.GetBytes(Document);
        Gen.Select(
                Gen.Int[0, original.Length - 1],
                Gen.Byte,
                Gen.Int[0, 40],
                Gen.OneOf("", "{", "]", "null", "\\ud800", "\"\"", "1e999")
            )
            .Array[1, 4]
            .Sample(
                edits =>
                {
                    var bytes = new List<byte>(original);
                    foreach ((int at, byte value, int cut, string insert) in edits)
                    {
                        int place = at % Math.Max(1, bytes.Count);
                        bytes.RemoveRange(place, Math.Min(cut, bytes.Count - place));
                        bytes.InsertRange(place, Encoding.UTF8.GetBytes(insert));
                        bytes.Insert(place, value);
                    }

                    EventReading reading = EventReader.Read(bytes.ToArray());
                    return reading is not EventReading.Malformed malformed
                        || (
                            malformed.Errors.Length > 0
                            && malformed.Errors.All(e => !e.Message.Contains('\n', StringComparison.Ordinal))
                        );
                },
                iter: Iterations.Of(20_000)
            );
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Select(Unicode, Gen.Enum<ObjectEventKind>(), Gen.DateTimeOffset)
            .Where((name, _, _) => Encoding.UTF8.GetByteCount(name) <= 1024)
            .Sample(
                (name, kind, time) =>
                {
                    time = DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
                    StorageEvent read = Given.Event(
                        new EventDocument
                        {
                            Object = name,
                            Kind = kind,
                            Time = time,
                            Bucket = name,
                            ETag = name,
                        }
                    );
                    return read.ObjectName == name
                        && read.Bucket == name
                        && read.ETag == name
                        && read.Kind == kind
                        && read.Time == time;
                }
            );

    // Valid Unicode only: half of a surrogate pair is not text.
    private static readonly Gen<string> Unicode = Gen.Int[1, 0x10FFFF]
        .Where(c => c is < 0xD800 or > 0xDFFF)
        .Select(char.ConvertFromUtf32)
        .Array[1, 40]
        .Select(string.Concat);

    private static StorageEvent Accepted(string document) =>
        Assert.IsType<EventReading.Accepted>(EventReader.Read(Encoding.UTF8.GetBytes(document))).Event;
}
