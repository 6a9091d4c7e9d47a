using Dispatcher.Cli.Console;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Backfill;

/// <summary>Says which objects have no successful run, one line each as it is found.</summary>
internal sealed class BackfillGaps(Terminal terminal, RunCalls runs, bool asJson)
{
    /// <summary>Runs looked for.</summary>
    public long Done { get; private set; }

    /// <summary>Those that are not there, not finished or not successful.</summary>
    public long Count { get; private set; }

    /// <summary>Looks one up.</summary>
    /// <returns>A failure of the service, or null.</returns>
    public async Task<ServiceFailure?> AddAsync(
        TaskRunRequest request,
        ObjectSummary listed,
        CancellationToken stopping
    )
    {
        ServiceResult<TaskRun?> result = await runs.FindAsync(request, stopping).ConfigureAwait(false);
        if (result.Failure is { } failure)
            return failure;
        TaskRun? found = result.Value;
        Done++;
        if (found?.Status == "SUCCESS")
            return null;
        Count++;
        if (asJson)
            GapOutput.Write(terminal, listed, request.Route, found);
        else
            terminal.Out.WriteLine(
                $"{found?.Status ?? "NEVER_STARTED", -14} {request.Route}  "
                    + $"{Quote.Line(listed.Name)}{Message(found)}"
            );
        return null;
    }

    private static string Message(TaskRun? run) =>
        run?.ErrorMessage is { Length: > 0 } message ? $"  {Quote.Line(message)}" : "";
}
