using System.Diagnostics;

namespace Dispatcher.Contract.Images;

/// <summary>Commands that build what is measured or tested.</summary>
public static class Shell
{
    /// <summary>Runs a command to its end; one that fails is an exception with its output.</summary>
    /// <param name="command">As <c>sh</c> reads it.</param>
    /// <param name="folder">Where.</param>
    /// <param name="variables">What is set for it beside what is set for this process.</param>
    public static void Run(string command, string folder, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-ec", command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            string inherited in (string[])
                ["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"]
        )
            start.Environment.Remove(inherited); // Set by `dotnet test` for itself.
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command}\n{output}\n{error.Result}");
    }
}
