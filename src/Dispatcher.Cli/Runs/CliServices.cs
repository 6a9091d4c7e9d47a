using Dispatcher.Cli.Console;
using Dispatcher.Oci.Clients;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Runs;

/// <summary>The services as a command asks them: patiently, until it is interrupted.</summary>
internal static class CliServices
{
    /// <summary>The services for one command.</summary>
    /// <param name="terminal">How to wait.</param>
    /// <param name="clients">The services.</param>
    /// <param name="notes">Where it says what it waits for.</param>
    /// <param name="stopping">Ctrl-C. It takes effect behind a request that changes something, so that a run that was
    /// started is also known.</param>
    public static SweepServices For(Terminal terminal, OciClients clients, TextWriter notes, CancellationToken stopping)
    {
        var patience = new Patience(terminal, notes);
        return new SweepServices
        {
            TaskRuns = clients.TaskRuns,
            Objects = clients.Objects,
            Reads = patience.Until(stopping),
            Writes = patience,
            Time = TimeProvider.System,
            Wait = terminal.Wait,
            RequestId = $"cli-{Guid.NewGuid():N}",
            RunCountAge = TimeSpan.Zero, // A person is waiting for the next one.
        };
    }
}
