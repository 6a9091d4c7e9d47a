using System.Text;
using Dispatcher.Emulator.Buckets;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Emulator.Tests;

public sealed class FirstStepsTests
{
    [Fact]
    public async Task A_task_run_that_was_created_can_be_read_back()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        Reply created = await tenancy.CreateAsync(
            more: ""","name":"n","configProvider":{"bindings":{"P":{"simpleValue":7}}}"""
        );

        Assert.Equal(201, created.Status);
        Assert.Equal("NOT_STARTED", created.Json.GetProperty("status").GetString());
        string key = created.Json.GetProperty("key").GetString()!;
        Reply read = await tenancy.SendAsync("GET", $"{Tenancy.Runs}/{key}");
        Assert.Equal(200, read.Status);
        Assert.Equal(
            7,
            read.Json.GetProperty("configProvider")
                .GetProperty("bindings")
                .GetProperty("P")
                .GetProperty("simpleValue")
                .GetInt32()
        );
        EmulatedRun run = Assert.Single(tenancy.Emulator.DataIntegration.Runs);
        Assert.Equal((key, "n", Tenancy.Task), (run.Key, run.Name, run.TaskKey));
    }

    [Fact]
    public async Task An_object_that_was_put_can_be_read_listed_and_deleted_and_raises_events()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        var events = new List<ObjectEvent>();
        tenancy.Emulator.ObjectStorage.ObjectEvent += (_, happened) => events.Add(happened);

        Reply put = await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/a%2Fb%20c", "x"u8.ToArray());
        Reply read = await tenancy.SendAsync("GET", $"{Tenancy.Objects}/a/b%20c");
        Reply listed = await tenancy.SendAsync("GET", Tenancy.Objects);
        await tenancy.SendAsync("PUT", $"{Tenancy.Objects}/a%2Fb%20c", "y"u8.ToArray());
        Reply deleted = await tenancy.SendAsync("DELETE", $"{Tenancy.Objects}/a%2Fb%20c");

        Assert.Equal((200, 200, "x", 204), (put.Status, read.Status, read.Text, deleted.Status));
        Assert.Equal(put.Header("ETag"), read.Header("ETag"));
        Assert.Equal("""{"objects":[{"name":"a/b c"}]}""", listed.Text);
        Assert.Equal(
            [ObjectChange.Create, ObjectChange.Update, ObjectChange.Delete],
            events.Select(happened => happened.Change)
        );
        Assert.Contains(
            "\"resourceName\":\"a/b c\"",
            Encoding.UTF8.GetString(events[0].Document.Span),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_request_that_is_not_signed_is_refused()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        Reply reply = await tenancy.SendAsync(tenancy.Request("GET", "/n"));
        Assert.Equal((401, "NotAuthenticated"), (reply.Status, reply.Code));
        Assert.NotEmpty(reply.Header("opc-request-id"));
    }
}
