using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Input;
using Dispatcher.Events;
using Dispatcher.Files;

namespace Dispatcher.Cli.Diff;

/// <summary>The objects that <c>--objects</c> names: names, a listing, or the events of the function's log, each
/// once.</summary>
/// <param name="Documents">The events; of a name, only the name is known.</param>
/// <param name="AreOfLog">Whether bucket, namespace and kind are those of events that happened.</param>
/// <param name="Unread">Lines of the log that are not JSON.</param>
internal sealed record ComparedObjects(ImmutableArray<EventDocument> Documents, bool AreOfLog, long Unread)
{
    /// <summary>Reads the file; <c>-</c> is standard input.</summary>
    /// <returns>The objects, or why there are none.</returns>
    public static async Task<(ComparedObjects? Objects, string? Problem)> ReadAsync(
        Terminal terminal,
        string file,
        CancellationToken stopping
    )
    {
        // A log may be long, and is read line by line; standard input can be read once.
        string? piped = null;
        try
        {
            if (file == "-")
            {
                using var input = new StreamReader(terminal.In);
                piped = await input.ReadToEndAsync(stopping).ConfigureAwait(false);
            }

            var events = new Dictionary<string, EventDocument>(StringComparer.Ordinal);
            using TextReader reader = piped is null
                ? new StreamReader(RegularFile.Open(terminal.Absolute(file)))
                : new StringReader(piped);
            FunctionLog log = await FunctionLog
                .ReadAsync(
                    reader,
                    line =>
                    {
                        if (OfLine(line) is { } document)
                            events.TryAdd(
                                $"{document.Kind}\n{document.Namespace}\n{document.Bucket}\n{document.ETag}\n"
                                    + document.Object,
                                document
                            );
                    },
                    stopping
                )
                .ConfigureAwait(false);
            if (log.Events > 0)
                return (new ComparedObjects([.. events.Values], AreOfLog: true, log.Unread), null);
            if (log.Others > 0)
                return (
                    null,
                    $"--objects {file}: it is a log of the function, but has no line with the event `invocation`"
                );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (
                null,
                $"--objects {file}: it cannot be read: {FileTrouble.Reading(terminal.Absolute(file), failure)}"
            );
        }

        (IReadOnlyList<string>? names, string? problem) = piped is null
            ? await ObjectNames.ReadAsync(terminal, "--objects", file, stopping).ConfigureAwait(false)
            : ObjectNames.Of(piped, "--objects", file);
        return names is null
            ? (null, problem)
            : (
                new ComparedObjects([.. names.Select(name => new EventDocument { Object = name })], AreOfLog: false, 0),
                null
            );
    }

    // An event without an object, or of another kind, has nothing to compare.
    private static EventDocument? OfLine(JsonElement line)
    {
        if (
            FunctionLog.Member(line, "object") is not { } source
            || (
                FunctionLog.Text(source, "name"),
                FunctionLog.Text(source, "bucket"),
                FunctionLog.Text(source, "namespace"),
                FunctionLog.Text(line, "eventType")
            )
                is not
                ({ } name, { } bucket, { } namespaceName, { } type)
            || ObjectEventKinds.OfEventType(type) is not { } kind
        )
            return null;
        var document = new EventDocument
        {
            Object = name,
            Bucket = bucket,
            Namespace = namespaceName,
            ETag = FunctionLog.Text(source, "etag"),
            Kind = kind,
            Time = FunctionLog.Time(line, "time") ?? DateTimeOffset.UnixEpoch,
            TimeText = FunctionLog.Text(line, "eventTime"),
        };
        return FunctionLog.Text(line, "eventId") is { } id ? document with { Id = id } : document;
    }
}
