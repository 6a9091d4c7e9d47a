using System.Text;
using System.Text.Json;
using Dispatcher.Events;

namespace Dispatcher.Core.Tests.Events;

public sealed class CloudEventEnvelopeTests
{
    private static readonly KeyValuePair<string, string>[] Attributes =
    [
        new("specversion", "1.0"),
        new("id", "id-1"),
        new("type", "com.oraclecloud.objectstorage.createobject"),
        new("source", "ObjectStorage"),
        new("time", "2026-11-28T10:00:00Z"),
    ];

    private const string Data = """
        {"resourceName":"in/a.csv","additionalDetails":{"bucketName":"landing","namespace":"ns","eTag":"e1"}}
        """;

    [Fact]
    public void Attributes_and_data_are_the_event()
    {
        StorageEvent read = Assert.IsType<EventReading.Accepted>(Read(Attributes, Data)).Event;

        Assert.Equal(
            ("id-1", ObjectEventKind.Create, "in/a.csv", "landing", "ns", "e1", "2026-11-28T10:00:00Z"),
            (read.Id, read.Kind, read.ObjectName, read.Bucket, read.Namespace, read.ETag, read.TimeText)
        );
        Assert.Equal("ObjectStorage", read.Raw.GetProperty("source").GetString());
    }

    [Theory]
    [InlineData("", "`data` is missing")]
    [InlineData("nonsense", "`data` is not JSON")]
    [InlineData("{},\"id\":\"other\"", "`data` is not JSON")]
    [InlineData("{}}{", "`data` is not JSON")]
    [InlineData("[]", "`data` is an array")]
    public void Data_that_is_not_an_object_is_that_and_nothing_else(string data, string message)
    {
        var malformed = Assert.IsType<EventReading.Malformed>(Read(Attributes, data));

        Assert.Contains(message, Assert.Single(malformed.Errors).Message, StringComparison.Ordinal);
        Assert.Equal("id-1", malformed.Id);
    }

    [Fact]
    public void Of_two_attributes_with_one_name_the_first_counts_and_none_is_the_data() =>
        Assert.Equal(
            "id-1",
            Assert
                .IsType<EventReading.Accepted>(
                    Read(
                        [.. Attributes, new("id", "other"), new("data", "x"), new("oracle", "x"), new("A b", "x")],
                        Data
                    )
                )
                .Event.Id
        );

    [Fact]
    public void What_is_not_JSON_is_kept_byte_for_byte()
    {
        byte[] data = [0xC3, 0x28, 0x00];
        using var envelope = JsonDocument.Parse(CloudEventEnvelope.Write(Attributes, data));

        Assert.Equal(data, envelope.RootElement.GetProperty("data_base64").GetBytesFromBase64());
    }

    private static EventReading Read(KeyValuePair<string, string>[] attributes, string data) =>
        EventReader.Read(CloudEventEnvelope.Write(attributes, Encoding.UTF8.GetBytes(data)));
}
