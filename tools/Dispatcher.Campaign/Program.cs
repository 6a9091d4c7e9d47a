using System.CommandLine;
using System.Runtime.InteropServices;
using Dispatcher.Campaign;

using var stopping = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
RootCommand commands = CampaignCommand.Create();
try
{
    return await commands
        .Parse(args)
        .InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            stopping.Token
        );
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    Console.Error.WriteLine("interrupted; every process it started has ended");
    return 130;
}

void Stop(PosixSignalContext signal)
{
    // The first signal asks; the second one ends the process as if nobody had asked.
    signal.Cancel = !stopping.IsCancellationRequested;
    stopping.Cancel();
}
