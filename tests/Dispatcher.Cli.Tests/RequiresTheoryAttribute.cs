namespace Dispatcher.Cli.Tests;

/// <summary>A theory over a program that not every machine has. CI installs it; elsewhere the test is skipped by name,
/// not passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresTheoryAttribute : TheoryAttribute
{
    public RequiresTheoryAttribute(string program)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Join(folder, program))))
            Skip = $"{program} is not installed";
    }
}
