using System.Collections.Immutable;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Runs;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Files;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;

namespace Dispatcher.Cli.Send;

/// <summary>Finds the event that <c>send</c> dispatches: the one in a file, or the one that an object in a bucket would
/// have had.</summary>
internal sealed class SendTarget(Terminal terminal, RouteInput input)
{
    private readonly DispatchPlanner planner = input.Routes.Planner!;
    private readonly Patience patience = new(terminal, input.Notes);

    /// <summary>From a file with one event, wrapped or not.</summary>
    public async Task<(DispatchPlan? Plan, int Code)> FromFileAsync(string file, CancellationToken stopping)
    {
        var readings = new List<EventReading>();
        try
        {
            await using Stream stream = file == "-" ? terminal.In : RegularFile.Open(terminal.Absolute(file));
            await foreach (
                ReadOnlyMemory<byte> document in EventDocuments.ReadAsync(stream, stopping).ConfigureAwait(false)
            )
            {
                readings.AddRange(EventDocuments.Readings(document).Take(2));
                if (readings.Count > 1)
                    return Refuse(
                        $"--event {file}: there is more than one event in it; send them one by one, "
                            + "or use `dispatcher backfill`"
                    );
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse(
                $"--event {file}: it cannot be read: {FileTrouble.Reading(terminal.Absolute(file), failure)}"
            );
        }

        if (readings.Count == 0)
            return Refuse($"--event {file}: there is no event document in it; give one JSON document");
        return readings[0] switch
        {
            EventReading.Accepted accepted => (
                planner.Plan(accepted.Event, input.Configuration.Configuration),
                ExitCode.Done
            ),
            EventReading.Ignored ignored => Refuse(
                $"--event {file}: {Quote.Line(ignored.Type)} is not about an object's content: nothing to send"
            ),
            EventReading.Malformed malformed => Refuse($"--event {file}: {Messages(malformed.Errors)}"),
            _ => throw new InvalidOperationException("An event is read, ignored or malformed."),
        };
    }

    /// <summary>From an object's name. Namespace and entity tag are the bucket's own where they are not given: the run
    /// then has the identity that it would have had from the bucket's event.</summary>
    public async Task<(DispatchPlan? Plan, int Code)> FromObjectAsync(
        IObjectStore objects,
        SendObject target,
        CancellationToken stopping
    )
    {
        string? namespaceName = target.Namespace;
        if (namespaceName is null)
        {
            ServiceResult<string> found = await patience
                .CallAsync(objects.GetNamespaceAsync, stopping)
                .ConfigureAwait(false);
            if (!found.TryGet(out namespaceName))
                return (
                    null,
                    Trouble.Report(terminal, "the namespace could not be looked up (say --namespace)", found.Failure!)
                );
        }

        (MadeUpEvent? made, ImmutableArray<DispatchError> errors) = MadeUpEvent.From(
            planner,
            new EventDocument { Object = target.Name, Kind = target.Kind ?? ObjectEventKind.Create },
            target.Bucket,
            namespaceName
        );
        if (made is null)
            return Refuse(Messages(errors));
        if (target.Bucket is null)
            input.Notes.WriteLine($"note: assumed bucket `{Quote.Line(made.Event.Bucket)}` (say --bucket)");

        var document = new EventDocument
        {
            Object = target.Name,
            Bucket = made.Event.Bucket,
            Namespace = namespaceName,
            CompartmentName = made.Event.CompartmentName ?? "",
            Kind = target.Kind ?? ObjectEventKind.Create,
            ETag = target.ETag,
        };
        if (target.ETag is null && target.Kind != ObjectEventKind.Delete)
        {
            (ObjectSummary? there, int code) = await LookAsync(
                    objects,
                    new BucketName(namespaceName, document.Bucket),
                    target.Name,
                    stopping
                )
                .ConfigureAwait(false);
            if (there is null)
                return (null, code);
            document = document with { ETag = there.ETag, Time = there.TimeModified ?? document.Time };
        }

        if (target.Kind is not null)
            return (
                planner.Plan(((EventReading.Accepted)document.Read()).Event, input.Configuration.Configuration),
                ExitCode.Done
            );
        var listed = new ListedObjects(planner, input.Configuration.Configuration, document);
        (DispatchPlan? plan, ImmutableArray<DispatchError> wrong) = listed.Plan(
            document.Object,
            document.ETag,
            document.Time,
            archivalState: null
        );
        return plan is null ? Refuse(Messages(wrong)) : (plan, ExitCode.Done);
    }

    private async Task<(ObjectSummary? Object, int Code)> LookAsync(
        IObjectStore objects,
        BucketName bucket,
        string name,
        CancellationToken stopping
    )
    {
        ServiceResult<ObjectPage> page = await patience
            .CallAsync(stop => objects.ListAsync(bucket, name, null, stop), stopping)
            .ConfigureAwait(false);
        if (!page.TryGet(out ObjectPage? read))
            return (null, Trouble.Report(terminal, $"bucket {Quote.Value(bucket.Bucket)}", page.Failure!));
        // The name itself comes before every longer one that begins with it.
        if (read.Objects.FirstOrDefault(listed => listed.Name == name) is { } there)
            return (there, ExitCode.Done);
        terminal.Error.WriteLine(
            $"error: there is no object {Quote.Value(name)} in bucket {Quote.Value(bucket.Bucket)}; "
                + "check the name, or give --etag to send the event of a version that is gone"
        );
        return (null, ExitCode.Findings);
    }

    private (DispatchPlan? Plan, int Code) Refuse(string message)
    {
        terminal.Error.WriteLine("error: " + message);
        return (null, ExitCode.Usage);
    }

    private static string Messages(ImmutableArray<DispatchError> errors) =>
        string.Join(' ', errors.Select(error => error.Message));
}

/// <summary>What the command line says of the object.</summary>
internal sealed record SendObject(string Name, string? Bucket, string? Namespace, ObjectEventKind? Kind, string? ETag);
