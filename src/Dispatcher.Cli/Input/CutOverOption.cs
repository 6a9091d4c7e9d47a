using System.CommandLine;

namespace Dispatcher.Cli.Input;

/// <summary><c>--cut-over</c>: from when on the dispatcher starts the runs.</summary>
internal static class CutOverOption
{
    public const string Name = "--cut-over";

    public static Option<string?> Create() =>
        new(Name)
        {
            Description =
                "Objects last written before this time count as started, by whatever ran before the dispatcher: "
                + "2026-11-23T08:00:00Z, or 2026-11-23.",
            HelpName = "time",
        };
}
