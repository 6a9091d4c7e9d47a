using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.EndToEnd.Tests;

/// <summary>The job the project started from, on the wire: real processes, real sockets, verified signatures.</summary>
public sealed class InvoicesScenarioTests
{
    private static byte[] Event => File.ReadAllBytes(Path.Join(AppContext.BaseDirectory, "scenario", "event.json"));

    [Fact]
    public async Task The_request_on_the_wire_is_the_scenarios_field_for_field()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();

        Answer answer = await function.CallAsync(Event);

        Assert.Equal(("dispatched", 200, 200), (answer.Outcome, answer.Status, answer.SocketStatus));
        ReceivedRequest request = Assert.Single(function.Emulator.Requests, r =>
            r.Operation == Operations.CreateTaskRun
        );
        using var body = JsonDocument.Parse(request.Body);
        using var wanted = JsonDocument.Parse(
            File.ReadAllBytes(Path.Join(AppContext.BaseDirectory, "scenario", "bindings.json"))
        );
        Assert.True(
            JsonElement.DeepEquals(wanted.RootElement, body.RootElement.GetProperty("configProvider")),
            Encoding.UTF8.GetString(request.Body.Span)
        );
        Assert.Equal(
            "flatten-task",
            body.RootElement.GetProperty("registryMetadata").GetProperty("aggregatorKey").GetString()
        );
        Assert.Equal("/20200430/workspaces/ocid1.disworkspace.oc1..w/applications/app/taskRuns", request.RawTarget);
        JsonElement run = Assert.Single(answer.Runs.EnumerateArray());
        Assert.Equal(
            ("invoices", "flatten-task", "NOT_STARTED", false),
            (
                run.GetProperty("route").GetString(),
                run.GetProperty("taskKey").GetString(),
                run.GetProperty("status").GetString(),
                run.GetProperty("duplicate").GetBoolean()
            )
        );
        Assert.Equal(
            Assert.Single(function.Emulator.DataIntegration.Runs).Key,
            run.GetProperty("taskRunKey").GetString()
        );
    }

    [Fact]
    public async Task The_body_on_the_wire_and_the_token_are_what_the_dry_run_printed_byte_for_byte()
    {
        await using FunctionUnderTest function = await FunctionUnderTest.StartAsync();
        await function.CallAsync(Event);
        ReceivedRequest sent = Assert.Single(function.Emulator.Requests, r => r.Operation == Operations.CreateTaskRun);

        string printed = await DryRunAsync();

        using var plan = JsonDocument.Parse(printed);
        JsonElement run = Assert.Single(plan.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal(run.GetProperty("request").GetRawText(), Encoding.UTF8.GetString(sent.Body.Span));
        Assert.Equal(run.GetProperty("retryToken").GetString(), sent.Header("opc-retry-token"));
    }

    private static async Task<string> DryRunAsync()
    {
        string[] config =
        [
            .. FunctionUnderTest.Configuration.SelectMany(pair => (string[])["--config", $"{pair.Key}={pair.Value}"]),
        ];
        var start = new ProcessStartInfo(
            Path.Join(AppContext.BaseDirectory, "dispatcher"),
            [
                "dry-run",
                "--event",
                Path.Join(AppContext.BaseDirectory, "scenario", "event.json"),
                "--routes",
                Path.Join(AppContext.BaseDirectory, "routes"),
                "--format",
                "json",
                .. config,
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using Process dryRun = Process.Start(start)!;
        string output = await dryRun.StandardOutput.ReadToEndAsync();
        await dryRun.WaitForExitAsync();
        Assert.Equal(0, dryRun.ExitCode);
        return output;
    }
}
