using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Local;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Tests.Local;

public sealed partial class FunctionProcessTests
{
    [Fact]
    public async Task A_function_that_ends_at_once_is_reported_with_its_code_and_its_log()
    {
        using var folder = new TemporaryFolder();
        string program = Script(folder, "echo 'the configuration is wrong' >&2; exit 2");
        var failure = await Assert.ThrowsAsync<FunctionFailedException>(() =>
            FunctionProcess.StartAsync([program], folder.Path, [], CancellationToken.None)
        );
        Assert.Equal((2, "the configuration is wrong"), (failure.ExitCode, failure.Log));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_reported()
    {
        using var folder = new TemporaryFolder();
        string program = folder.Write("no-program", "nothing");
        var failure = await Assert.ThrowsAsync<FunctionFailedException>(() =>
            FunctionProcess.StartAsync([program], folder.Path, [], CancellationToken.None)
        );
        Assert.Contains("does not start", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_never_listens_is_ended_when_the_user_stops_waiting()
    {
        using var folder = new TemporaryFolder();
        string program = Script(folder, $"echo $$ > '{folder.Path}/pid'; exec sleep 1000");
        using var stopping = new CancellationTokenSource();
        Task start = FunctionProcess.StartAsync([program], folder.Path, [], stopping.Token);
        string pid = await Eventually.Async(() =>
            File.Exists(Path.Join(folder.Path, "pid"))
            && File.ReadAllText(Path.Join(folder.Path, "pid")).Trim() is { Length: > 0 } text
                ? text
                : null
        );
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Throws<ArgumentException>(() =>
            Process.GetProcessById(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public async Task The_function_gets_its_configuration_and_nothing_of_the_users_environment()
    {
        using var folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable("DISPATCHER_CLI_TEST_SECRET", "secret");
        string program = Script(folder, "env >&2; exit 1");
        var failure = await Assert.ThrowsAsync<FunctionFailedException>(() =>
            FunctionProcess.StartAsync([program], folder.Path, [new("workspace_id", "w")], CancellationToken.None)
        );
        Assert.Contains("workspace_id=w", failure.Log.Split('\n'));
        Assert.Contains("FN_FORMAT=http-stream", failure.Log.Split('\n'));
        Assert.DoesNotContain("secret", failure.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dispatcher-function dispatcher-function.dll", null, "dispatcher-function")]
    [InlineData(
        "dispatcher-function.dll dispatcher-function.runtimeconfig.json",
        null,
        "dotnet dispatcher-function.dll"
    )]
    [InlineData("dispatcher-function.dll dispatcher.dll", "/bin/dispatcher", "dispatcher [function]")]
    [InlineData("dispatcher.dll", "/bin/dotnet", "dotnet dispatcher.dll [function]")]
    [InlineData("other", null, null)]
    public void The_program_beside_the_command_is_the_function_else_the_command_itself(
        string files,
        string? self,
        string? found
    )
    {
        using var folder = new TemporaryFolder();
        foreach (string file in files.Split(' '))
            folder.Write(file, "");
        var terminal = new Terminal
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = folder.Path,
        };
        (IReadOnlyList<string>? commandLine, string problem) = FunctionExecutable.Find(
            terminal,
            null,
            folder.Path,
            self
        );
        Assert.Equal(found, commandLine is null ? null : string.Join(' ', commandLine.Select(Path.GetFileName)));
        Assert.Equal(found is null, problem.Contains("--function PATH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_answer_of_a_failed_call_without_a_body_is_read_from_the_log_as_the_FDK_leaves_it()
    {
        using var folder = new TemporaryFolder();
        string log = folder.Write("log", "");
        string program = Script(folder, $"exec tail -n +1 -f '{log}' >&2");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Join(folder.Path, "fn.sock")));
        socket.Listen();
        await using FunctionProcess function = await FunctionProcess.StartAsync(
            [program],
            folder.Path,
            [],
            CancellationToken.None
        );

        Task<FunctionAnswer> call = function.CallAsync("{}"u8.ToArray(), CancellationToken.None);
        using (Socket connection = await socket.AcceptAsync())
        {
            byte[] head = new byte[4096];
            string callId = CallId()
                .Match(Encoding.ASCII.GetString(head, 0, await connection.ReceiveAsync(head)))
                .Value;
            await File.AppendAllTextAsync(
                log,
                Summary("another", "deferred", 503) + "no JSON\n" + Summary(callId, "rejected", 500)
            );
            await connection.SendAsync(
                "HTTP/1.1 502 Bad Gateway\r\nFn-Http-Status: 502\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray()
            );
        }

        FunctionAnswer answer = await call;
        Assert.Equal(
            (500, Outcome.Rejected, "RD311"),
            (answer.Status, answer.Outcome, Assert.Single(answer.Errors).Code)
        );
    }

    private static string Summary(string callId, string outcome, int status) =>
        $$"""{"event":"invocation","callId":"{{callId}}","status":{{status}},"outcome":"{{outcome}}","runs":[],"errors":[{"code":"RD311","route":null,"message":"m","retryable":false}]}"""
        + "\n";

    [GeneratedRegex("(?<=Fn-Call-Id: )[0-9a-f]+")]
    private static partial Regex CallId();

    private static string Script(TemporaryFolder folder, string body)
    {
        string path = folder.Write("program", $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
