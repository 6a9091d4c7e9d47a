using System.Globalization;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Sweeping;

namespace Dispatcher.Cli.Runs;

/// <summary>The runs of a task that the dispatcher did not start, because they carry no identity of its own: a function
/// that was there before, a schedule, a person.</summary>
/// <param name="Task">The task.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Newest">When the last of them was created; null when the service does not say.</param>
internal sealed record OtherRuns(TaskPlace Task, long Count, DateTimeOffset? Newest)
{
    // As RunIdentity.NameFor ends a name, for a service that shows no identifiers.
    private const int HashDigits = RunIdentity.HashDigits;

    /// <summary>What they mean for objects that would be started, in a sentence.</summary>
    public string Describe() =>
        $"{Tally.Number(Count)} runs of task {Quote.Value(Task.TaskKey)} carry no identity of the dispatcher"
        + (Newest is { } newest ? $", the last of {TimeText.Write(newest)}" : "")
        + ": what started them may have started these objects";

    /// <summary>Says that nothing is started because of them.</summary>
    public static void Refuse(Terminal terminal, IReadOnlyList<OtherRuns> others)
    {
        foreach (OtherRuns other in others)
            terminal.Error.WriteLine("error: " + other.Describe());
        terminal.Error.WriteLine(
            $"nothing was started; say {CutOverOption.Name} TIME: objects last written before TIME count as started, "
                + "later ones are started"
        );
    }

    /// <summary>Whether a run carries an identity of the dispatcher.</summary>
    public static bool IsOurs(TaskRun run) =>
        run.Identifier is { } identifier
            ? TaskHistory.Identity(identifier) is not null
            : run.Name is { Length: > HashDigits } name
                && name[^(HashDigits + 1)] == '-'
                && ulong.TryParse(
                    name.AsSpan(name.Length - HashDigits),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out _
                );
}

/// <summary>The runs of a task that carry no identity of the dispatcher.</summary>
internal sealed record OtherRunsOutput(string Task, long Count, string? Newest)
{
    public static IReadOnlyList<OtherRunsOutput> Of(IEnumerable<OtherRuns> others) =>
        [
            .. others.Select(other => new OtherRunsOutput(
                other.Task.TaskKey,
                other.Count,
                other.Newest is { } newest ? TimeText.Write(newest) : null
            )),
        ];
}
