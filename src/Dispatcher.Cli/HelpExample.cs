using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Dispatcher.Cli;

/// <summary>Ends the help of a command with one command line that works in this repository.</summary>
internal static class HelpExample
{
    /// <summary>The line that stands before the example.</summary>
    public const string Title = "Example:";

    /// <summary>Adds the example to the command's help.</summary>
    public static void AddTo(Command command, string example)
    {
        // The root command brings its own help option, which its subcommands would inherit: each gets one of its own instead.
        HelpOption help = command.Options.OfType<HelpOption>().FirstOrDefault() ?? Add(command);
        help.Recursive = false;
        help.Action = new WithExample((HelpAction)help.Action!, example);
    }

    /// <summary>The example of a command that was given one.</summary>
    public static string Of(Command command) =>
        ((WithExample)command.Options.OfType<HelpOption>().Single().Action!).Example;

    private static HelpOption Add(Command command)
    {
        var help = new HelpOption();
        command.Options.Add(help);
        return help;
    }

    private sealed class WithExample(HelpAction inner, string example) : SynchronousCommandLineAction
    {
        public string Example => example;

        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = inner.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine(Title);
            output.WriteLine("  " + example);
            return code;
        }
    }
}
