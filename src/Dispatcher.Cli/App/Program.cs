using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Local;
using Dispatcher.Function;

if (args is [FunctionExecutable.Argument])
    return await Composition.RunAsync([], Composition.ProcessEnvironment()).ConfigureAwait(false);

long asked = 0;
using var stopping = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var output = new StreamWriter(Console.OpenStandardOutput(), utf8);
using var error = new MessageWriter(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true });
var terminal = new Terminal
{
    Out = output,
    Error = error,
    In = Console.OpenStandardInput(),
    Folder = Environment.CurrentDirectory,
    OutIsTerminal = !Console.IsOutputRedirected,
    ErrorIsTerminal = !Console.IsErrorRedirected,
    Width = Width(),
};
return await CliApp.RunAsync(args, terminal, stopping.Token);

// A terminal that does not know its width says 0.
static int Width() => Console.IsOutputRedirected && Console.IsErrorRedirected ? 0 : Console.WindowWidth;

void Stop(PosixSignalContext signal)
{
    // The first signal asks; a later one ends the process at once. One that comes at once is the first
    // again: `timeout` sends it to the process and to its group.
    long now = Stopwatch.GetTimestamp(),
        first = Interlocked.CompareExchange(ref asked, now, 0);
    signal.Cancel = first == 0 || Stopwatch.GetElapsedTime(first, now) < TimeSpan.FromSeconds(0.5);
    stopping.Cancel();
}
