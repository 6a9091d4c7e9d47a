using Dispatcher.Campaign.Faults;
using Dispatcher.Cli.Local;

namespace Dispatcher.Campaign.Sending;

/// <summary>The processes of the function. One that is killed is followed by another at once. Of every third one
/// nobody reads the standard error.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int UnreadEvery = 3;
    private readonly string program;
    private readonly string folder;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly Clocks clocks;
    private readonly CancellationToken stopping;
    private readonly Lock access = new();
    private readonly Place[] places;
    private readonly List<string> died = [];

    // Calls may still be waiting to learn that theirs is dead.
    private readonly List<Task<FunctionProcess>> earlier = [];
    private readonly List<FileStream> unread = [];
    private int started;

    /// <summary>A fleet whose processes start now.</summary>
    /// <param name="program">The function's program.</param>
    /// <param name="folder">Where their sockets go.</param>
    /// <param name="environment">What they find in their environment.</param>
    /// <param name="clocks">Their clocks.</param>
    /// <param name="size">How many.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public Fleet(
        string program,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        Clocks clocks,
        int size,
        CancellationToken stopping
    )
    {
        (this.program, this.folder, this.environment, this.stopping) = (program, folder, environment, stopping);
        this.clocks = clocks;
        places = [.. Enumerable.Range(0, size).Select(place => new Place { Process = StartAsync(place) })];
    }

    /// <summary>How many.</summary>
    public int Size => places.Length;

    /// <summary>How often a process was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How often a process was frozen.</summary>
    public int Freezes { get; private set; }

    /// <summary>Of how many processes nobody read the standard error.</summary>
    public int Unread => unread.Count;

    /// <summary>Processes that ended without having been killed, each with the end of its log.</summary>
    public IReadOnlyList<string> Died
    {
        get
        {
            lock (access)
                return [.. died];
        }
    }

    /// <summary>Delivers to a process that takes calls.</summary>
    /// <returns>The answer; null when there was none.</returns>
    public Task<FunctionAnswer?> CallAsync(int place, byte[] document, TimeSpan time) =>
        CallAsync(place, process => process.CallAsync(document, stopping, time));

    /// <summary>Delivers a batch to a process that takes calls.</summary>
    /// <returns>The answer; null when there was none.</returns>
    public Task<BatchAnswers?> CallBatchAsync(int place, byte[] batch, TimeSpan time) =>
        CallAsync(place, process => process.CallBatchAsync(batch, time, stopping));

    private async Task<T?> CallAsync<T>(int place, Func<FunctionProcess, Task<T>> call)
        where T : class
    {
        Task<FunctionProcess> starting;
        lock (access)
            starting = places[place].Process;
        FunctionProcess process = await starting.ConfigureAwait(false);
        try
        {
            return await call(process).ConfigureAwait(false);
        }
        catch (FunctionFailedException failure)
        {
            Replace(place, starting, failure);
            return null;
        }
    }

    /// <summary>Kills a process with SIGKILL, in whatever it is doing, and starts another.</summary>
    public async Task KillAsync(int place)
    {
        Task<FunctionProcess> killed;
        lock (access)
            killed = places[place].Process;
        FunctionProcess process = await killed.ConfigureAwait(false);
        lock (access)
        {
            if (places[place].Process != killed)
                return; // It ended by itself in this moment, and is replaced.
            Kills++;
            process.Kill();
            earlier.Add(killed);
            places[place].Process = StartAsync(place);
        }
    }

    /// <summary>Stops a process in whatever it is doing, and lets it go on. It may be killed meanwhile.</summary>
    /// <param name="place">Which one.</param>
    /// <param name="time">How long it stands still.</param>
    /// <param name="stopping">Lets it go on at once.</param>
    public async Task FreezeAsync(int place, TimeSpan time, CancellationToken stopping)
    {
        Task<FunctionProcess> frozen;
        lock (access)
            frozen = places[place].Process;
        FunctionProcess process = await frozen.ConfigureAwait(false);
        lock (access)
        {
            if (places[place].Process != frozen)
                return;
            Freezes++;
            Posix.Stop(process.Id);
        }

        await Task.Delay(time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (access)
        {
            // A process that was killed is gone, and its number may be another's.
            if (places[place].Process == frozen)
                Posix.Continue(process.Id);
        }

        stopping.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Task<FunctionProcess> starting in places.Select(place => place.Process).Concat(earlier))
        {
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (starting.IsCompletedSuccessfully)
                await (await starting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }

        foreach (FileStream pipe in unread)
            await pipe.DisposeAsync().ConfigureAwait(false);
    }

    // A process that was not killed must not end; the campaign goes on, and says so at the end.
    private void Replace(int place, Task<FunctionProcess> ended, FunctionFailedException failure)
    {
        lock (access)
        {
            if (failure.ExitCode is null || places[place].Process != ended)
                return;
            died.Add($"a process of the function ended by itself ({failure.ExitCode}): {failure.Log}");
            earlier.Add(ended);
            places[place].Process = StartAsync(place);
        }
    }

    private Task<FunctionProcess> StartAsync(int place)
    {
        int number = Interlocked.Increment(ref started);
        string own = Path.Join(folder, $"fn-{number}");
        Directory.CreateDirectory(own);
        IReadOnlyList<string> command = number % UnreadEvery == 0 ? Unheard(own) : [program];
        return Task.Run(() =>
            FunctionProcess.StartAsync(command, own, environment.Concat(clocks.EnvironmentOf(place)), stopping)
        );
    }

    // Its standard error is a pipe that is open and that nobody empties.
    private string[] Unheard(string own)
    {
        string pipe = Path.Join(own, "error");
        Posix.MakePipe(pipe);
        unread.Add(new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
        return ["/bin/sh", "-c", "exec \"$0\" 2>\"$1\"", program, pipe];
    }

    private sealed class Place
    {
        public required Task<FunctionProcess> Process { get; set; }
    }
}
