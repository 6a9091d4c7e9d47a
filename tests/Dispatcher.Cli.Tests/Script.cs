using System.Diagnostics;
using System.Text;

namespace Dispatcher.Cli.Tests;

/// <summary>Runs lines of a shell as a user types them, with <c>dispatcher</c> as a process of its own.</summary>
internal static class Script
{
    /// <summary>Runs a script under bash in a folder; what goes to standard error stands where it does on a
    /// terminal.</summary>
    public static async Task<ScriptResult> RunAsync(
        string folder,
        string script,
        params (string Name, string Value)[] variables
    )
    {
        var start = new ProcessStartInfo("bash", ["-e", "-c", "exec 2>&1\n" + script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DISPATCHER"] = Path.Join(AppContext.BaseDirectory, "dispatcher");
        start.Environment.Remove("GITHUB_ACTIONS");
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(300));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new ScriptResult(process.ExitCode, output);
    }
}

/// <summary>How a script ended.</summary>
internal sealed record ScriptResult(int Code, string Out);
