using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;

namespace Dispatcher.Browser.Tests;

/// <summary><c>dispatcher workbench</c> in this process.</summary>
internal sealed class TheWorkbench : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly FirstLine output = new();
    private readonly StringWriter error = new();
    private readonly string folder;
    private readonly Task<int> run;

    private TheWorkbench(string folder, string[] args)
    {
        this.folder = folder;
        run = CliApp.RunAsync(["workbench", "--no-open", .. args], Terminal(output, error), stopping.Token);
    }

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The page, with the token in it.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The only file under <c>routes</c>, where the workbench has a folder of its own.</summary>
    public string RouteFile => Path.Join(folder, "routes", "sales.yaml");

    /// <summary>Starts it over these routes, in a folder of its own.</summary>
    public static Task<TheWorkbench> StartAsync(string yaml)
    {
        string folder = Directory.CreateTempSubdirectory("dispatcher-browser-").FullName;
        Directory.CreateDirectory(Path.Join(folder, "routes"));
        File.WriteAllText(Path.Join(folder, "routes", "sales.yaml"), yaml);
        return new TheWorkbench(folder, []).StartedAsync();
    }

    /// <summary>Starts it over the routes of the repository, as the README does.</summary>
    public static Task<TheWorkbench> StartAsync() =>
        new TheWorkbench(Repository, ["--config-file", "samples/local.config"]).StartedAsync();

    /// <summary>What another command prints in the same folder.</summary>
    public async Task<string> PrintedByAsync(params string[] args)
    {
        await using var printed = new StringWriter();
        await CliApp.RunAsync(args, Terminal(printed, TextWriter.Null), stopping.Token);
        return printed.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        Assert.Equal(0, await run);
        stopping.Dispose();
        await output.DisposeAsync();
        await error.DisposeAsync();
        if (folder != Repository)
            Directory.Delete(folder, recursive: true);
    }

    private async Task<TheWorkbench> StartedAsync()
    {
        if (await Task.WhenAny(run, output.WrittenAsync()) == run)
            throw new InvalidOperationException(error.ToString());
        Address = new Uri(await output.WrittenAsync());
        return this;
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
