using System.Text;
using System.Text.Json;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Tests;

/// <summary>Runs the command in this process, with everything it touches replaced.</summary>
internal static class TheCommand
{
    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs with these arguments in the repository's folder.</summary>
    public static Task<CliResult> RunAsync(params string[] args) => RunAsync(args, Repository);

    /// <summary>Runs in a folder.</summary>
    public static async Task<CliResult> RunAsync(
        string[] args,
        string folder,
        string input = "",
        bool isTerminal = false,
        IReadOnlyDictionary<string, string>? variables = null,
        Func<TimeSpan, CancellationToken, Task>? wait = null,
        CancellationToken stopping = default
    )
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal
        {
            Out = output,
            Error = error,
            In = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Folder = folder,
            OutIsTerminal = isTerminal,
            ErrorIsTerminal = isTerminal,
            Width = 120,
            Wait = wait ?? Task.Delay,
            Browse = _ => false,
            Variable = name => variables?.GetValueOrDefault(name),
        };
        int code = await CliApp.RunAsync(args, terminal, stopping);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "Dispatcher.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository.");
    }
}

/// <summary>How a run ended.</summary>
internal sealed record CliResult(int Code, string Out, string Error)
{
    /// <summary>Standard output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
