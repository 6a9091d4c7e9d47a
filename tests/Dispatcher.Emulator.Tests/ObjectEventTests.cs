using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Buckets;

namespace Dispatcher.Emulator.Tests;

public sealed class ObjectEventTests
{
    [Theory]
    [InlineData("invoices/2022-08-12-documents.jsonlines")]
    [InlineData("with \"quotes\", a \\ and\ta tab")]
    [InlineData("ä€😀 a+b%2F")]
    public async Task An_event_has_the_shape_that_the_Events_service_delivers(string name)
    {
        var time = new ManualTime(new(2026, 11, 23, 21, 19, 24, TimeSpan.Zero));
        await using OciEmulator emulator = await OciEmulator.StartAsync(new() { Time = time, Namespace = "ns" });
        var happened = new List<ObjectEvent>();
        emulator.ObjectStorage.ObjectEvent += (_, one) => happened.Add(one);
        EmulatedBucket bucket = emulator.ObjectStorage.CreateBucket("landing-area");
        string first = bucket.Put(name, "a"u8.ToArray()).ETag;
        string second = bucket.Put(name, "b"u8.ToArray()).ETag;
        Assert.True(bucket.Delete(name));
        Assert.False(bucket.Delete(name));

        Assert.Equal(3, happened.Count);
        Assert.Equal(3, happened.Select(one => one.EventId).Distinct().Count());
        (string Kind, string ETag)[] expected = [("create", first), ("update", second), ("delete", second)];
        for (int n = 0; n < 3; n++)
        {
            string wanted = $$$"""
                {"eventType": "com.oraclecloud.objectstorage.{{{expected[
                    n
                ].Kind}}}object", "cloudEventsVersion": "0.1", "eventTypeVersion": "2.0",
                 "source": "ObjectStorage", "eventTime": "2026-11-23T21:19:24.000Z", "contentType": "application/json",
                 "data": {"compartmentId": "ocid1.compartment.oc1..emulated", "compartmentName": "emulated", "resourceName": {{{Quoted(
                    name
                )}}},
                          "resourceId": {{{Quoted("/n/ns/b/landing-area/o/" + name)}}}, "availabilityDomain": "all",
                          "additionalDetails": {"bucketName": "landing-area", "archivalState": "Available", "namespace": "ns",
                                                "bucketId": "ocid1.bucket.oc1.emulated.ns.landing-area", "eTag": "{{{expected[
                    n
                ].ETag}}}"}},
                 "eventID": "{{{happened[
                    n
                ].EventId}}}", "extensions": {"compartmentId": "ocid1.compartment.oc1..emulated"}}
                """;
            Assert.True(JsonElement.DeepEquals(Parse(Encoding.UTF8.GetBytes(wanted)), Parse(happened[n].Document)));
            Assert.True(Guid.TryParseExact(happened[n].EventId, "D", out _));
        }
    }

    [Fact]
    public async Task A_bucket_without_object_events_is_silent()
    {
        await using OciEmulator emulator = await OciEmulator.StartAsync();
        int events = 0;
        emulator.ObjectStorage.ObjectEvent += (_, _) => events++;
        EmulatedBucket bucket = emulator.ObjectStorage.CreateBucket("quiet", objectEvents: false);
        bucket.Put("a", default);
        Assert.Equal(0, events);
        bucket.ObjectEvents = true;
        bucket.Put("a", default);
        Assert.Equal(1, events);
    }

    [Fact]
    public async Task A_write_that_is_refused_raises_no_event()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.ObjectStorage.Put(Tenancy.Bucket, "a", default);
        int events = 0;
        tenancy.Emulator.ObjectStorage.ObjectEvent += (_, _) => events++;
        Reply reply = await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/a", "x"u8.ToArray(), ("if-none-match", "*"));
        Assert.Equal((412, 0), (reply.Status, events));
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static JsonElement Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json).RootElement;
}
