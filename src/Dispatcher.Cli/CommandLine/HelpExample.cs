using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Dispatcher.Cli.CommandLine;

/// <summary>Ends the help of a command with one command line that works in this repository.</summary>
internal static class HelpExample
{
    /// <summary>The line that stands before the example.</summary>
    public const string Title = "Example:";

    /// <summary>Adds the example to the command's help.</summary>
    /// <param name="command">The command.</param>
    /// <param name="example">The command line.</param>
    /// <param name="before">What to know before it is tried, or null.</param>
    public static void AddTo(Command command, string example, string? before = null)
    {
        // The root command brings its own help option, which its subcommands would inherit, and which takes `/h` as
        // well, a file's name here.
        command.Options.Remove(command.Options.OfType<HelpOption>().FirstOrDefault()!);
        var help = new HelpOption("--help", "-h", "-?") { Recursive = false };
        help.Action = new WithExample(command, (HelpAction)help.Action!, example, before);
        command.Options.Add(help);
    }

    /// <summary>The example of a command that was given one, and what to know before it is tried.</summary>
    public static (string Example, string? Before) Of(Command command)
    {
        var action = (WithExample)command.Options.OfType<HelpOption>().Single().Action!;
        return (action.Example, action.Before);
    }

    private sealed class WithExample(Command command, HelpAction inner, string example, string? before)
        : SynchronousCommandLineAction
    {
        public string Example => example;

        public string? Before => before;

        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            // The library says nothing about a hidden command, even to those who ask about it.
            (bool hidden, command.Hidden) = (command.Hidden, false);
            int code = inner.Invoke(parseResult);
            command.Hidden = hidden;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            if (before is not null)
                output.WriteLine(before + Environment.NewLine);
            output.WriteLine(Title);
            output.WriteLine("  " + example);
            return code;
        }
    }
}
