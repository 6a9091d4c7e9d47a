using System.Reflection;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Local;

/// <summary>Finds the function's program.</summary>
internal static class FunctionExecutable
{
    /// <summary>The one argument with which the command is the function instead.</summary>
    public const string Argument = "[function]";

    private const string Name = "dispatcher-function";

    /// <summary>The command line of the program that <c>--function</c> names, else of the one beside this command, else
    /// of this command itself, which has the function in it; or what to do about it.</summary>
    public static (IReadOnlyList<string>? CommandLine, string Problem) Find(Terminal terminal, string? given) =>
        Find(
            terminal,
            given,
            AppContext.BaseDirectory,
            Assembly.GetEntryAssembly() == typeof(FunctionExecutable).Assembly ? Environment.ProcessPath : null
        );

    internal static (IReadOnlyList<string>? CommandLine, string Problem) Find(
        Terminal terminal,
        string? given,
        string beside,
        string? self
    )
    {
        if (given is not null)
        {
            string absolute = terminal.Absolute(given);
            return File.Exists(absolute)
                ? (Run(absolute), "")
                : (
                    null,
                    $"--function {given}: there is no such file; build src/Dispatcher.Function and name the "
                        + "program it gives"
                );
        }

        string[] candidates = [Name + (OperatingSystem.IsWindows() ? ".exe" : ""), Name + ".dll"];
        string? found = candidates
            .Select(name => Path.Join(beside, name))
            .FirstOrDefault(name => File.Exists(name) && IsProgram(name));
        if (found is not null)
            return (Run(found), "");
        if (self is not null)
            return ([.. IsDotnet(self) ? Run(Path.Join(beside, "dispatcher.dll")) : [self], Argument], "");
        return (
            null,
            $"there is no {Name} beside this command, in {beside}; build the solution, "
                + "or name the function's program with --function PATH"
        );
    }

    private static string[] Run(string program) =>
        program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? ["dotnet", program] : [program];

    // A library without this file is there as a part of the command, and not to be started.
    private static bool IsProgram(string file) =>
        !file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        || File.Exists(Path.ChangeExtension(file, ".runtimeconfig.json"));

    private static bool IsDotnet(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";
}
