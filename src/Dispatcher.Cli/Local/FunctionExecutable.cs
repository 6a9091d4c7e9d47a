namespace Dispatcher.Cli.Local;

/// <summary>Finds the function's program.</summary>
internal static class FunctionExecutable
{
    private const string Name = "dispatcher-function";

    /// <summary>The program that <c>--function</c> names, else the one beside this command; or what to do about it.</summary>
    public static (string? Path, string Problem) Find(Terminal terminal, string? said) =>
        Find(terminal, said, AppContext.BaseDirectory);

    internal static (string? Path, string Problem) Find(Terminal terminal, string? said, string beside)
    {
        if (said is not null)
        {
            string absolute = terminal.Absolute(said);
            return File.Exists(absolute) ? (absolute, "") : (null, $"--function {said}: there is no such file; build src/Dispatcher.Function and name the program it gives");
        }

        string[] candidates = [Name + (OperatingSystem.IsWindows() ? ".exe" : ""), Name + ".dll"];
        string? found = candidates.Select(name => Path.Join(beside, name)).FirstOrDefault(File.Exists);
        return found is not null
            ? (found, "")
            : (null, $"there is no {Name} beside this command, in {beside}; build the solution, or name the function's program with --function PATH");
    }
}
