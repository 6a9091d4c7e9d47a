using System.Collections.Immutable;
using System.CommandLine;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Diagnostics;
using Dispatcher.Files;

namespace Dispatcher.Cli.Init;

/// <summary><c>init</c>: a repository of routes only.</summary>
/// <remarks>cli-v1. A file that is there already keeps everything from being written.</remarks>
internal sealed class InitCommand
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    private readonly Argument<string> folder = new("dir")
    {
        Description = "The folder; it is made where it is not there.",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string> format = CommonOptions.NewFormat("text", "json");
    private readonly Terminal terminal;

    private InitCommand(Command command, Terminal terminal)
    {
        this.terminal = terminal;
        command.Add(folder);
        command.Add(format);
    }

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "init",
            "Writes a repository of routes only: an example with tests, the configuration of two environments, the "
                + "check for desk and pull request, publishing on merge, hooks and editor settings."
        );
        command.SetAction(new InitCommand(command, terminal).Run);
        HelpExample.AddTo(command, "dispatcher init my-routes");
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string where = parsed.GetValue(folder)!,
            target = terminal.Absolute(where);
        ImmutableArray<TemplateFile> files = TemplateFile.All;
        string[] there = [.. files.Select(file => file.Path).Where(path => Path.Exists(Path.Join(target, path)))];
        if (File.Exists(target) || there.Length > 0)
        {
            terminal.Error.WriteLine(
                there.Length == 0
                    ? $"error: {Quote.Line(where)} is a file; name a folder"
                    : $"error: {Quote.Line(where)}: there is {string.Join(", ", there)} already; nothing was written. "
                        + "Name an empty folder"
            );
            return ExitCode.Usage;
        }

        foreach (TemplateFile file in files)
        {
            string path = Path.Join(target, file.Path);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                    stream.Write(file.Content.Span);
                if (file.IsExecutable && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, Executable);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                terminal.Error.WriteLine(
                    $"error: {Quote.Line(Path.Join(where, file.Path))}: it cannot be written: "
                        + FileTrouble.Writing(path, failure)
                );
                return ExitCode.Usage;
            }
        }

        if (parsed.GetValue(format) == "json")
            InitOutput.Write(terminal, where, files);
        else
            InitText.Write(Screen.Out(terminal), where, files);
        return ExitCode.Done;
    }
}
