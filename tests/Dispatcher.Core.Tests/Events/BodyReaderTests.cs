using System.Text;
using System.Text.Json;
using CsCheck;
using Dispatcher.Events;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Events;

public sealed class BodyReaderTests
{
    private static readonly string Event = Encoding.UTF8.GetString(
        new EventDocument
        {
            Object = "in/é \"a\".csv",
            ETag = "e1",
            Id = "id-1",
        }.ToJson()
    );

    private static readonly string InBase64 = Base64(Event);

    public static TheoryData<string> Wrapped =>
        [
            $"[{Event}]",
            $" \r\n[\t{Event} ] \n",
            $"\uFEFF[{Event}]",
            // As public samples and relays have them: numbers and texts, keys that are null, empty or Base64.
            $$"""[{"stream":"s","partition":"0","key":null,"value":"{{InBase64}}","offset":0,"timestamp":"2018-04-26T01:03:06.051Z"}]""",
            $$"""[{"streamPool":"ocid1.streampool.oc1..a","stream":"s","partition":0,"key":"","value":"{{InBase64}}","offset":"0","timestamp":1}]""",
            $$"""[{"stream":"s","partition":"0","key":"a2V5","value":"{{InBase64.Replace("/", "\\/", StringComparison.Ordinal)}}","offset":0}]""",
            $$"""[{"content":{{JsonSerializer.Serialize(Event)}}}]""",
            $$$"""[{"id":1,"content":{{{Event}}},"metadata":{"channelId":"c"}}]""",
            $"[{JsonSerializer.Serialize(Event)}]",
            // A worker of a queue may be handed one message in place of an array.
            $$"""{"content":{{JsonSerializer.Serialize(Event)}}}""",
            $$"""{"stream":"s","partition":"0","value":"{{InBase64}}"}""",
        ];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void A_wrapped_event_is_the_event(string body)
    {
        BatchElement element = Assert.Single(Elements(body));

        Assert.Equal(Alone(Event), Assert.IsType<EventReading.Accepted>(element.Reading).Event with { Raw = default });
        Assert.Equal(Event, Encoding.UTF8.GetString(element.Event.Span).Trim());
    }

    [Theory]
    [InlineData("\"stream\":\"s\",\"partition\":\"3\",\"offset\":\"42\"", "s", "3", "42")]
    [InlineData("\"stream\":\"s\",\"partition\":3,\"offset\":42", "s", "3", "42")]
    [InlineData("\"stream\":\"s\",\"partition\":3,\"offset\":18446744073709551616", "s", "3", "18446744073709551616")]
    [InlineData("\"partition\":null,\"offset\":{}", null, null, null)]
    public void A_record_of_a_stream_has_its_place(string members, string? source, string? partition, string? offset)
    {
        BatchElement element = Assert.Single(Elements($$"""[{{{members}},"value":"{{InBase64}}"}]"""));

        Assert.IsType<EventReading.Accepted>(element.Reading);
        Assert.Equal((source, partition, offset), (element.Source, element.Partition, element.Offset));
    }

    [Theory]
    [InlineData("{\"partition\":\"0\",\"value\":\"*not Base64*\"}", "`value` is not Base64")]
    [InlineData("{\"partition\":\"0\",\"value\":\"e30\"}", "`value` is not Base64")]
    [InlineData("{\"partition\":\"0\",\"value\":null}", "`value` is null")]
    [InlineData("{\"partition\":\"0\",\"value\":{}}", "`value` is an object")]
    [InlineData("{\"partition\":\"0\",\"value\":\"\"}", "The event in `value` is empty")]
    [InlineData("{\"partition\":\"0\",\"value\":\"W10=\"}", "The event in `value` is an array")]
    [InlineData("{\"partition\":\"0\",\"value\":\"e30=\",\"value\":\"e30=\"}", "not valid JSON")]
    [InlineData("{\"content\":5}", "`content` is a number")]
    [InlineData("{\"content\":\"nonsense\"}", "The event in `content` is not valid JSON")]
    [InlineData("{\"content\":\"\\ud800\"}", "half of a surrogate pair")]
    [InlineData("[[]]", "The element is an array")]
    [InlineData("[]", "The element is an array")]
    [InlineData("null", "The element is null")]
    [InlineData("17", "The element is a number")]
    [InlineData("\"nonsense\"", "The element is not valid JSON")]
    [InlineData("\"\\\"{}\\\"\"", "The element is a string")]
    [InlineData("{}", "`cloudEventsVersion`, `eventID`, `eventType`, `eventTime`, `data` are missing")]
    [InlineData("{\"dispatcher\":\"ping\"}", "are missing")]
    [InlineData("{\"eventType\":\"a\",\"eventType\":\"b\"}", "not valid JSON")]
    public void An_element_that_is_no_event_is_that_elements_problem_only(string element, string message)
    {
        BatchElement[] elements = Elements($"[{Event},{element},{Event}]");

        Assert.Equal([0, 1, 2], elements.Select(e => e.Index));
        Assert.IsType<EventReading.Accepted>(elements[0].Reading);
        Assert.IsType<EventReading.Accepted>(elements[2].Reading);
        var malformed = Assert.IsType<EventReading.Malformed>(elements[1].Reading);
        Assert.Contains(message, Assert.Single(malformed.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_element_too_deep_is_that_elements_problem_only()
    {
        const int Deep = 200_000;
        string deep = new string('[', Deep) + new string(']', Deep);
        BatchElement[] elements = Elements($$"""[{{deep}},{"eventType":"a","data":{{deep}}},{{Event}}]""");

        Assert.Equal(
            ["Malformed", "Malformed", "Accepted"],
            elements.Select(element => element.Reading.GetType().Name)
        );
    }

    [Fact]
    public void An_element_over_1_MiB_is_that_elements_problem_only()
    {
        string large = Event.Insert(1, $"\"x\":\"{new string('x', EventReader.MaxBytes)}\",");
        BatchElement[] elements = Elements($$"""[{{large}},{"partition":0,"value":"{{Base64(large)}}"},{{Event}}]""");

        Assert.Equal("RD313", Code(elements[0].Reading));
        Assert.Equal("RD313", Code(elements[1].Reading));
        Assert.IsType<EventReading.Accepted>(elements[2].Reading);
    }

    [Fact]
    public void Bytes_of_an_element_that_are_not_UTF8_are_that_elements_problem_only()
    {
        byte[] body =
        [
            .. "[\""u8,
            0xC3,
            0x28,
            .. "\",{\"content\":\""u8,
            0xC3,
            0x28,
            .. "\"},"u8,
            .. Encoding.UTF8.GetBytes(Event),
            (byte)']',
        ];
        BatchElement[] elements = Elements(body);

        Assert.Equal(["RD311", "RD311", null], elements.Select(element => Code(element.Reading)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(BodyReader.MaxElements, true)]
    [InlineData(BodyReader.MaxElements + 1, false)]
    public void A_batch_has_at_most_10_000_elements(int count, bool accepted)
    {
        BodyReading reading = BodyReader.Read(
            Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("0", count))}]")
        );

        if (accepted)
            Assert.Equal(count, Assert.IsType<BodyReading.Many>(reading).Batch.Count);
        else
            Assert.Equal("RD313", Code(Assert.IsType<BodyReading.Single>(reading).Reading));
    }

    [Theory]
    [InlineData(BodyReader.MaxBytes, true)]
    [InlineData(BodyReader.MaxBytes + 1, false)]
    public void A_body_has_at_most_6_MiB(int bytes, bool accepted)
    {
        byte[] body = Encoding.UTF8.GetBytes($"[{Event}]".PadRight(bytes));
        BodyReading reading = BodyReader.Read(body);

        Assert.Equal(bytes, body.Length);
        if (accepted)
            Assert.IsType<BodyReading.Many>(reading);
        else
            Assert.Equal("RD313", Code(Assert.IsType<BodyReading.Single>(reading).Reading));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("\uFEFF")]
    [InlineData("{\"dispatcher\":\"ping\"}")]
    [InlineData(" {\"dispatcher\": \"ping\", \"from\": \"a timer\"} ")]
    public void Nothing_and_a_ping_are_a_ping(string body) =>
        Assert.IsType<BodyReading.Ping>(BodyReader.Read(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("{\"dispatcher\":\"sweep\"}", null, null, null, false)]
    [InlineData("{\"dispatcher\":\"sweep\",\"every\":\"90s\",\"plan\":true}", null, null, 90, true)]
    [InlineData("{\"since\":\"2d\",\"settle\":\"10m\",\"dispatcher\":\"sweep\"}", 172800, 600, null, false)]
    public void A_sweep_says_how_far_it_looks(string body, int? since, int? settle, int? every, bool plan)
    {
        SweepCall call = Assert.IsType<BodyReading.Sweep>(BodyReader.Read(Encoding.UTF8.GetBytes(body))).Call;

        Assert.Equal(
            (since, settle, every, plan),
            (Seconds(call.Since), Seconds(call.Settle), Seconds(call.Every), call.Plan)
        );
        static int? Seconds(TimeSpan? duration) => (int?)duration?.TotalSeconds;
    }

    [Theory]
    [InlineData("{\"dispatcher\":\"sweep\",\"every\":15}", "`every` is 15; write a whole number and s, m, h or d")]
    [InlineData("{\"dispatcher\":\"sweep\",\"since\":\"2 days\"}", "`since` is \"2 days\"; write")]
    [InlineData("{\"dispatcher\":\"sweep\",\"plan\":1}", "`plan` is not true or false")]
    [InlineData("{\"dispatcher\":\"sweep\",\"sice\":\"2d\"}", "did you mean")]
    [InlineData("{\"dispatcher\":\"pong\"}", "`dispatcher` is \"pong\"; write \"ping\" or \"sweep\"")]
    [InlineData("{\"dispatcher\":1}", "`dispatcher` is not a string")]
    [InlineData("{\"dispatcher\":\"ping\",\"dispatcher\":\"ping\"}", "not valid JSON")]
    [InlineData("[1,2", "begins like a batch and is not valid JSON")]
    [InlineData("[1] 2", "begins like a batch and is not valid JSON")]
    [InlineData("{\"ping\":true}", "`cloudEventsVersion`, `eventID`, `eventType`, `eventTime`, `data` are missing")]
    [InlineData("{\"value\":\"e30=\"}", "are missing")]
    [InlineData("\"text\"", "The body is a string")]
    public void What_is_none_of_these_is_malformed_and_says_why(string body, string message)
    {
        var single = Assert.IsType<BodyReading.Single>(BodyReader.Read(Encoding.UTF8.GetBytes(body)));

        Assert.Contains(
            message,
            Assert.Single(Assert.IsType<EventReading.Malformed>(single.Reading).Errors).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        """{"specversion":"1.0","id":"1","type":"com.oraclecloud.logging.custom.a","source":"x","time":"2026-11-28T10:00:00Z","data":{},"oracle":{"logid":"l"}}""",
        "1"
    )]
    [InlineData("""{"specversion":"1.0","type":"com.oraclecloud.objectstorage.createobject","oracle":{}}""", null)]
    [InlineData("""{"specversion":"1.0","oracle":{}}""", null)]
    public void A_record_of_Logging_is_ignored_alone_and_in_a_batch(string record, string? id)
    {
        var alone = Assert.IsType<BodyReading.Single>(BodyReader.Read(Encoding.UTF8.GetBytes(record)));
        BatchElement element = Assert.Single(Elements($"[{record}]"));

        Assert.Equal(id, Assert.IsType<EventReading.Ignored>(alone.Reading).Id);
        Assert.Equal(alone.Reading, element.Reading);
    }

    [Fact]
    public void A_Notifications_body_is_the_event() =>
        Assert.Equal(
            Alone(Event),
            Assert
                .IsType<EventReading.Accepted>(
                    Assert.IsType<BodyReading.Single>(BodyReader.Read(Encoding.UTF8.GetBytes(Event))).Reading
                )
                .Event with
            {
                Raw = default,
            }
        );

    [Theory]
    [InlineData("{\"ping\": true}", "`cloudEventsVersion`, `eventID`, `eventType`")]
    [InlineData(
        """{"eventType": "com.oraclecloud.objectstorage.createobject", "data": {"resourceName": "orders/a.csv"}}""",
        "`cloudEventsVersion`, `eventID`, `eventTime`, `data.additionalDetails` are missing"
    )]
    public void A_hand_made_event_has_one_message_with_all_that_is_missing(string body, string message)
    {
        var single = Assert.IsType<BodyReading.Single>(BodyReader.Read(Encoding.UTF8.GetBytes(body)));

        Assert.Contains(
            message,
            Assert.Single(Assert.IsType<EventReading.Malformed>(single.Reading).Errors).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void In_any_wrapper_an_event_stays_the_same_event() =>
        Gen.Select(Text, Text, Gen.Enum<ObjectEventKind>(), Gen.Int[0, 4].Array[1, 12])
            .Where((name, _, _, _) => Encoding.UTF8.GetByteCount(name) <= EventReader.MaxObjectNameBytes)
            .Sample(
                (name, etag, kind, wrappers) =>
                {
                    string json = Encoding.UTF8.GetString(
                        new EventDocument
                        {
                            Object = name,
                            ETag = etag,
                            Kind = kind,
                        }.ToJson()
                    );
                    StorageEvent alone = Alone(json);
                    BatchElement[] elements = Elements(
                        $"[{string.Join(" ,\n", wrappers.Select(wrapper => Wrap(json, wrapper)))}]"
                    );
                    return elements.Length == wrappers.Length
                        && elements.All(element =>
                            element.Reading is EventReading.Accepted accepted
                            && accepted.Event with { Raw = default } == alone
                            && accepted.Event.Raw.GetRawText() == json
                        );
                },
                iter: Iterations.Of(2_000)
            );

    [Fact]
    public void Mutated_bodies_never_throw()
    {
        byte[] original = Encoding.UTF8.GetBytes(
            $"[{string.Join(',', Enumerable.Range(0, 5).Select(i => Wrap(Event, i)))}]"
        );
        Gen.Select(
                Gen.Int[0, original.Length - 1],
                Gen.Byte,
                Gen.Int[0, 40],
                Gen.OneOf("", "{", "]", "[", "null", "\\ud800", "\"\"", "\"value\":", "\"content\":", "1e999")
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

                    IEnumerable<EventReading> readings = BodyReader.Read(bytes.ToArray()) switch
                    {
                        BodyReading.Single single => [single.Reading],
                        BodyReading.Many many => Enumerable
                            .Range(0, many.Batch.Count)
                            .Select(index => many.Batch.Read(index).Reading),
                        _ => [],
                    };
                    return readings.All(reading =>
                        reading is not EventReading.Malformed malformed
                        || (
                            malformed.Errors.Length > 0
                            && malformed.Errors.All(e => !e.Message.Contains('\n', StringComparison.Ordinal))
                        )
                    );
                },
                iter: Iterations.Of(10_000)
            );
    }

    private static readonly Gen<string> Text = Gen.Int[1, 0x10FFFF]
        .Where(c => c is < 0xD800 or > 0xDFFF)
        .Select(char.ConvertFromUtf32)
        .Array[1, 40]
        .Select(string.Concat);

    private static string Wrap(string json, int wrapper) =>
        wrapper switch
        {
            0 => json,
            1 => $$"""{"stream":"s","partition":"0","key":null,"value":"{{Base64(json)}}","offset":7}""",
            2 => $$"""{"content":{{JsonSerializer.Serialize(json)}}}""",
            3 => $$"""{"content":{{json}}}""",
            _ => JsonSerializer.Serialize(json),
        };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string? Code(EventReading reading) =>
        reading is EventReading.Malformed malformed ? Assert.Single(malformed.Errors).Code : null;

    private static StorageEvent Alone(string json) =>
        Assert.IsType<EventReading.Accepted>(EventReader.Read(Encoding.UTF8.GetBytes(json))).Event with
        {
            Raw = default,
        };

    private static BatchElement[] Elements(string body) => Elements(Encoding.UTF8.GetBytes(body));

    private static BatchElement[] Elements(byte[] body)
    {
        EventBatch batch = Assert.IsType<BodyReading.Many>(BodyReader.Read(body)).Batch;
        return [.. Enumerable.Range(0, batch.Count).Select(batch.Read)];
    }
}
