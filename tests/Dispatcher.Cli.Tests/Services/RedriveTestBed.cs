using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Cli.Tests.Services;

/// <summary>Emulated services, the function that dead-letters there, and the command that redrives.</summary>
public abstract class RedriveTestBed : IAsyncLifetime, IDisposable
{
    // The service asks for more time than an invocation has: the event is deferred at once.
    private protected static readonly Fault Later = Fault.Throttle(TimeSpan.FromHours(1));

    private protected TemporaryFolder Folder { get; } = TemporaryFolder.WithRoutes(("r.yaml", LetterFunction.Routes));

    private protected Cloud Cloud { get; private set; } = null!;

    private protected LetterFunction Function { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Cloud = await Cloud.StartAsync();
        Function = new LetterFunction(Cloud);
    }

    public Task DisposeAsync() => Cloud.DisposeAsync().AsTask();

    public void Dispose()
    {
        Function.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected FaultPlan Faults => Cloud.Emulator.Faults;

    private protected string[] Names(string prefix = "") =>
        [.. Cloud.Emulator.ObjectStorage.List(LetterFunction.Bucket, prefix).Select(one => one.Name)];

    private protected string[] Open() => [.. Names().Where(name => !name.Contains("/done/", StringComparison.Ordinal))];

    private protected string[] Done() => Names(LetterFunction.Prefix + "done/");

    private protected Task<CliResult> RedriveAsync(params string[] args) =>
        Cloud.RunAsync(
            [
                "redrive",
                .. args is ["--submit", ..] or [] ? [LetterFunction.Place] : Array.Empty<string>(),
                .. args,
                "--config",
                "needed=t4",
                "--format",
                "json",
            ],
            Folder.Path
        );

    private protected async Task DeferAsync(params string[] names)
    {
        Faults.Add(Operations.CreateTaskRun, Later, times: null);
        foreach (string name in names)
            Assert.Equal(503, (await Function.DispatchAsync(name)).Status);
        Faults.Clear();
    }

    private protected static int Number(CliResult result, string name) => result.Json.GetProperty(name).GetInt32();

    private protected static int Submitted(CliResult result, string name) =>
        result.Json.GetProperty("submitted").GetProperty(name).GetInt32();

    private protected static string[] Reasons(CliResult result, string list) =>
        [
            .. result
                .Json.GetProperty(list)
                .EnumerateArray()
                .Select(one => one.EnumerateObject().First().Value.GetString()!),
        ];

    private protected static void Check(CliResult result, int code) =>
        Assert.True(result.Code == code, $"exit code {result.Code}\n{result.Out}\n{result.Error}");
}
