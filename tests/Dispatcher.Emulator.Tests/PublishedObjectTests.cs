using System.Text.Json;
using Dispatcher.Emulator.Runs;

namespace Dispatcher.Emulator.Tests;

public sealed class PublishedObjectTests
{
    private const string Published =
        $"/20200430/workspaces/{Tenancy.Workspace}/applications/{Tenancy.Application}/publishedObjects";

    [Theory]
    [InlineData("INTEGRATION_TASK", true)]
    [InlineData("DATA_LOADER_TASK", true)]
    [InlineData("PIPELINE_TASK", true)]
    [InlineData("SQL_TASK", false)]
    [InlineData("OCI_DATAFLOW_TASK", false)]
    [InlineData("REST_TASK", false)]
    public async Task A_published_task_says_its_type_and_its_task_key(string type, bool tellsParameters)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.DataIntegration.AddTask(
            Tenancy.Workspace,
            Tenancy.Application,
            new("k")
            {
                Name = "my task",
                Type = type,
                PublishedKey = "p",
                Description = "d",
            }
        );
        JsonElement published = await PublishedAsync(tenancy, "p");
        Assert.Equal(
            (type, "p", "my task", "MY_TASK"),
            (
                Text(published, "modelType"),
                Text(published, "key"),
                Text(published, "name"),
                Text(published, "identifier")
            )
        );
        Assert.Equal("k", Text(published.GetProperty("metadata"), "aggregatorKey"));
        Assert.Equal(tellsParameters, published.TryGetProperty("parameters", out _));
        Assert.Equal(201, (await tenancy.CreateAsync("k")).Status);
        Assert.Equal(type, Text((await tenancy.CreateAsync("k")).Json, "taskType"));
    }

    [Fact]
    public async Task Parameters_have_the_services_shapes()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        tenancy.Emulator.DataIntegration.AddTask(
            Tenancy.Workspace,
            Tenancy.Application,
            new("k")
            {
                Parameters =
                [
                    PublishedParameter.Scalar("S"),
                    PublishedParameter.Scalar("V", "VARCHAR") with
                    {
                        DefaultJson = "\"x\"",
                    },
                    PublishedParameter.Schema("B") with
                    {
                        DefaultJson = """{"modelType":"SCHEMA","key":"dataref:C/B"}""",
                    },
                    PublishedParameter.Entity("E"),
                    PublishedParameter.Connection("C"),
                    PublishedParameter.DataAsset("D"),
                    PublishedParameter.Expression("F") with
                    {
                        DefaultJson = "\"a > 1\"",
                    },
                    PublishedParameter.Scalar("O") with
                    {
                        IsInput = false,
                        IsOutput = true,
                    },
                ],
            }
        );
        JsonElement[] parameters = [.. (await PublishedAsync(tenancy, "k")).GetProperty("parameters").EnumerateArray()];

        Assert.All(parameters, parameter => Assert.Equal("PARAMETER", Text(parameter, "modelType")));
        Assert.Equal(["S", "V", "B", "E", "C", "D", "F", "O"], parameters.Select(parameter => Text(parameter, "name")));
        Assert.Equal("Seeded:/typeSystems/PLATFORM/dataTypes/STRING", Text(parameters[0], "type"));
        Assert.False(parameters[0].TryGetProperty("defaultValue", out _));
        Assert.Equal(
            ("Seeded:/typeSystems/PLATFORM/dataTypes/VARCHAR", "VARCHAR", "x"),
            (Text(parameters[1], "type"), Text(parameters[1], "typeName"), Text(parameters[1], "defaultValue"))
        );
        Assert.Equal("dataref:C/B", Text(parameters[2].GetProperty("rootObjectDefaultValue"), "key"));
        Assert.Equal("a > 1", Text(parameters[6], "defaultValue"));
        string[] types =
        [
            "schema.Schema",
            "entity.AbstractDataEntity",
            "connection.AbstractConnection",
            "dataasset.AbstractDataAsset",
            "expression.Expression",
        ];
        for (int n = 0; n < types.Length; n++)
        {
            JsonElement type = parameters[n + 2].GetProperty("type");
            Assert.Equal(
                ("JAVA_TYPE", $"com.oracle.dicom.model.{types[n]}"),
                (Text(type, "modelType"), Text(type, "javaTypeName"))
            );
            Assert.Equal(Text(type, "javaTypeName"), Text(parameters[n + 2], "typeName"));
        }

        Assert.Equal(
            (false, true),
            (parameters[7].GetProperty("isInput").GetBoolean(), parameters[7].GetProperty("isOutput").GetBoolean())
        );
    }

    [Theory]
    [InlineData("?sortBy=DISPLAY_NAME", "a b c flatten-task")]
    [InlineData("?sortBy=DISPLAY_NAME&sortOrder=DESC&limit=2", "flatten-task c")]
    [InlineData("", "b a c flatten-task")]
    [InlineData("?name=b", "b")]
    [InlineData("?nameStartsWith=fl", "flatten-task")]
    [InlineData("?nameContains=-", "flatten-task")]
    [InlineData("?identifier=A", "a")]
    [InlineData("?type=PIPELINE_TASK", "a")]
    [InlineData("?type=PIPELINE_TASK&type=REST_TASK&sortBy=DISPLAY_NAME", "a b")]
    public async Task Published_objects_are_filtered_and_ordered(string query, string expected)
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        foreach (
            (string key, string type) in ((string, string)[])
                [("c", "SQL_TASK"), ("a", "PIPELINE_TASK"), ("b", "REST_TASK")]
        )
            tenancy.Emulator.DataIntegration.AddTask(Tenancy.Workspace, Tenancy.Application, new(key) { Type = type });
        Reply reply = await tenancy.SendAsync("GET", Published + query);
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            expected,
            string.Join(' ', reply.Json.GetProperty("items").EnumerateArray().Select(item => Text(item, "name")))
        );
    }

    [Fact]
    public async Task Pages_of_published_objects_are_complete()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        for (int n = 0; n < 6; n++)
            tenancy.Emulator.DataIntegration.AddTask(Tenancy.Workspace, Tenancy.Application, new($"t{n}"));
        var keys = new List<string>();
        string? page = "";
        while (page is not null)
        {
            Reply reply = await tenancy.SendAsync("GET", $"{Published}?limit=2&sortOrder=ASC{page}");
            keys.AddRange(reply.Json.GetProperty("items").EnumerateArray().Select(item => Text(item, "key")));
            Assert.Equal("7", reply.Header("opc-total-items"));
            page = reply.Headers.TryGetValue("opc-next-page", out string? next) ? $"&page={next}" : null;
        }

        Assert.Equal(["flatten-task", "t0", "t1", "t2", "t3", "t4", "t5"], keys);
    }

    private static async Task<JsonElement> PublishedAsync(Tenancy tenancy, string key) =>
        (await tenancy.SendAsync("GET", Published))
            .Json.GetProperty("items")
            .EnumerateArray()
            .Single(item => Text(item, "key") == key);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
