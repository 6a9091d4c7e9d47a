using System.Diagnostics;
using System.Globalization;
using Dispatcher.Function.Hosting;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Function.Tests;

public sealed class SignalTests
{
    [Fact]
    public async Task SIGTERM_ends_the_host_with_code_0_and_takes_the_socket_away()
    {
        string folder = Directory.CreateTempSubdirectory("fn-").FullName;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> exit = FnHost.RunAsync(
            new Idle(),
            new FnListener(Path.Combine(folder, "lsnr.sock")),
            new FnHostOptions { Ready = ready.SetResult }
        );
        await ready.Task;

        // The host has taken the signal over, so the test process survives it.
        using Process kill = Process.Start(
            "kill",
            ["-TERM", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]
        );
        await kill.WaitForExitAsync();

        Assert.Equal(FnHost.Stopped, await exit);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    private sealed class Idle : IInvocationHandler
    {
        public Task<InvocationAnswer> HandleAsync(Invocation invocation, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody calls");
    }
}
