using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;

namespace Dispatcher.Browser.Tests;

/// <summary><c>dispatcher workbench</c> in this process.</summary>
public abstract class TheWorkbench(string folder, params string[] args) : IAsyncLifetime
{
    private Func<Task> stop = () => Task.CompletedTask;

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The page, with the token in it.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The folder that the command runs in.</summary>
    protected string WorkingFolder => folder;

    public async Task InitializeAsync()
    {
        var stopping = new CancellationTokenSource();
        var output = new FirstLine();
        var error = new StringWriter();
        Task<int> run = CliApp.RunAsync(args, Terminal(output, error), stopping.Token);
        stop = async () =>
        {
            await stopping.CancelAsync();
            Assert.Equal(0, await run);
            stopping.Dispose();
            await output.DisposeAsync();
            await error.DisposeAsync();
        };
        if (await Task.WhenAny(run, output.WrittenAsync()) == run)
            throw new InvalidOperationException(error.ToString());
        Address = new Uri(await output.WrittenAsync());
    }

    public virtual Task DisposeAsync() => stop();

    /// <summary>What another command prints in the same folder.</summary>
    public async Task<string> PrintedByAsync(params string[] args)
    {
        await using var printed = new StringWriter();
        await CliApp.RunAsync(args, Terminal(printed, TextWriter.Null), CancellationToken.None);
        return printed.ToString();
    }

    private Terminal Terminal(TextWriter printed, TextWriter notes) =>
        new()
        {
            Out = printed,
            Error = notes,
            In = Stream.Null,
            Folder = folder,
            Variable = _ => null,
        };

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Dispatcher.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository.");
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> WrittenAsync() => written.Task;

        public override void WriteLine(string? value) => written.TrySetResult(value ?? "");
    }
}
