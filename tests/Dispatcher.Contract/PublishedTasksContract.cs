using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Contract;

/// <summary>What is published in Data Integration.</summary>
public abstract class PublishedTasksContract : PortsContract
{
    private const string Types =
        "type=INTEGRATION_TASK&type=DATA_LOADER_TASK&type=PIPELINE_TASK&type=SQL_TASK&"
        + "type=OCI_DATAFLOW_TASK&type=REST_TASK";

    private const string Parameters = """
        [{"modelType":"PARAMETER","name":"NAME","type":"Seeded:/typeSystems/PLATFORM/dataTypes/VARCHAR","typeName":"VARCHAR","isInput":true},
         {"name":"BUCKET","type":{"modelType":"JAVA_TYPE","javaTypeName":"com.oracle.dicom.model.schema.Schema"},"typeName":"com.oracle.dicom.model.schema.Schema","rootObjectDefaultValue":{"modelType":"SCHEMA"}},
         {"name":"COUNT","type":"Seeded:/typeSystems/PLATFORM/dataTypes/NUMERIC","defaultValue":0},
         {"name":"SET","typeName":"STRING","isInput":true},
         {"name":"OUT","typeName":"STRING","isOutput":true},
         {"name":"ODD","type":"Made/UP","isInput":true,"later":{}}]
        """;

    [Fact]
    public async Task List_asks_for_the_types_that_run_and_hands_on_the_next_page()
    {
        await using var service = new ScriptedService(
            Reply.Json(200, """{"items":[{"key":"k1","name":"n","modelType":"SQL_TASK"}]}""", "opc-next-page: p 2"),
            Reply.Json(200, """{"items":[]}""")
        );
        using PortsUnderTest clients = For(service);

        PublishedTaskPage? first = (await clients.Published.ListAsync("w", "a/b", null, default)).Value;
        PublishedTaskPage? last = (await clients.Published.ListAsync("w", "a/b", first?.NextPage, default)).Value;

        Assert.Equal(new PublishedTask("k1", "n", "SQL_TASK", null), Assert.Single(first!.Items));
        Assert.Empty(last!.Items);
        Assert.Null(last.NextPage);
        Assert.Equal(
            [
                "/20200430/workspaces/w/applications/a%2Fb/publishedObjects?" + Query(null),
                "/20200430/workspaces/w/applications/a%2Fb/publishedObjects?" + Query("page=p%202"),
            ],
            service.Requests.Select(request => Sorted(request.Target))
        );
        Assert.All(service.Requests, request => Assert.True(request.IsSignedBy(TestKeys.First)));
    }

    [Fact]
    public async Task Parameters_have_their_kind_and_are_required_where_nothing_is_set_for_them()
    {
        const string Task =
            """{"items":[{"key":"k","modelType":"INTEGRATION_TASK","configProviderDelegate":{"bindings":"""
            + """{"SET":{"simpleValue":"x"}}},"parameters":"""
            + Parameters
            + "}]}";
        await using var service = new ScriptedService(Reply.Json(200, Task));
        using PortsUnderTest clients = For(service);

        PublishedTask read = Assert.Single((await clients.Published.ListAsync("w", "a", null, default)).Value!.Items);

        Assert.Equal(
            [
                new TaskParameter("NAME", ParameterKind.Text, "VARCHAR", true),
                new TaskParameter("BUCKET", ParameterKind.Schema, "com.oracle.dicom.model.schema.Schema", false),
                new TaskParameter(
                    "COUNT",
                    ParameterKind.Number,
                    "Seeded:/typeSystems/PLATFORM/dataTypes/NUMERIC",
                    false
                ),
                new TaskParameter("SET", ParameterKind.Text, "STRING", false),
                new TaskParameter("OUT", ParameterKind.Text, "STRING", false),
                new TaskParameter("ODD", ParameterKind.Unknown, "Made/UP", true),
            ],
            read.Parameters!.Value.AsEnumerable()
        );
    }

    [Theory]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[{}]}""")]
    [InlineData("[]")]
    public async Task A_list_that_cannot_be_read_is_a_failure(string body)
    {
        await using var service = new ScriptedService(Reply.Json(200, body));
        using PortsUnderTest clients = For(service);

        Assert.Equal("UnreadableAnswer", (await clients.Published.ListAsync("w", "a", null, default)).Failure?.Code);
    }

    private static string Query(string? page) =>
        string.Join('&', $"{Types}{(page is null ? "" : "&" + page)}".Split('&').Order(StringComparer.Ordinal));

    // The order of a query's parameters says nothing, and the two variants have their own.
    private static string Sorted(string target) =>
        target.Split('?') is [var path, var query]
            ? $"{path}?{string.Join('&', query.Split('&').Order(StringComparer.Ordinal))}"
            : target;
}
