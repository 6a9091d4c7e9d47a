using System.Globalization;
using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Oci.Ports;

namespace Dispatcher.Oci.Wire;

/// <summary>Reads the service's JSON for task runs. Missing members become null; unknown members are ignored.</summary>
/// <remarks>In one pass and without a document: a task may have a million runs, and each has its parameters.</remarks>
internal static class TaskRunDocument
{
    // The lengths of a time in UTC with seconds: from `2022-08-12T10:00:00Z` to seven digits of a fraction.
    private const int ShortestTime = 20,
        LongestTime = 28,
        UsualPage = 1_000;

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 512 };

    private static readonly string[] Statuses =
    [
        "SUCCESS",
        "ERROR",
        "RUNNING",
        "QUEUED",
        "NOT_STARTED",
        "TERMINATED",
        "TERMINATING",
    ];

    /// <summary>One run, with its age; null when the answer is not a run.</summary>
    public static TaskRun? Run(OciAnswer answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer.Body.Span, Deep);
            reader.Read();
            TaskRun? run = Run(ref reader, answer.OpcRequestId, withBindings: false, taskKey: null);
            // What stands behind the document makes it no document.
            return reader.Read() || run is null ? null : run with { Age = Age(answer, run) };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null; // No JSON; or a member's name that is half a surrogate pair.
        }
    }

    /// <summary>A page of runs; null when the answer is not one.</summary>
    public static TaskRunPage? Page(OciAnswer answer, bool withBindings)
    {
        try
        {
            var reader = new Utf8JsonReader(answer.Body.Span, Deep);
            List<TaskRun>? runs = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool areItems = reader.ValueTextEquals("items"u8);
                reader.Read();
                if (areItems)
                    runs = Runs(ref reader, answer.OpcRequestId, withBindings);
                else
                    reader.Skip();
            }

            return reader.Read() || runs is null ? null : new TaskRunPage(runs, answer.Header("opc-next-page"));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null; // No JSON; or a member's name that is half a surrogate pair.
        }
    }

    // Null where it is not an array of runs; the reader stands at its end all the same.
    private static List<TaskRun>? Runs(ref Utf8JsonReader reader, string? opcRequestId, bool withBindings)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        List<TaskRun>? runs = new(UsualPage);
        string? taskKey = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            TaskRun? run = Run(ref reader, opcRequestId, withBindings, taskKey);
            taskKey = run?.TaskKey;
            if (run is null)
                runs = null;
            else
                runs?.Add(run);
        }

        return runs;
    }

    // The task's key is mostly that of the run before.
    private static TaskRun? Run(ref Utf8JsonReader reader, string? opcRequestId, bool withBindings, string? taskKey)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        string? key = null,
            name = null,
            identifier = null,
            status = null,
            errorMessage = null,
            task = null;
        DateTimeOffset? created = null;
        long? start = null,
            end = null;
        JsonElement? bindings = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // The names differ in length, so each member is compared with one name at the most.
            switch (reader.NameLength())
            {
                case 3 when reader.ValueTextEquals("key"u8):
                    key = reader.NextText();
                    break;
                case 4 when reader.ValueTextEquals("name"u8):
                    name = reader.NextText();
                    break;
                case 10 when reader.ValueTextEquals("identifier"u8):
                    identifier = reader.NextText();
                    break;
                case 6 when reader.ValueTextEquals("status"u8):
                    status = reader.NextText(Statuses);
                    break;
                case 12 when reader.ValueTextEquals("errorMessage"u8):
                    errorMessage = reader.NextText();
                    break;
                case 7 when reader.ValueTextEquals("taskKey"u8):
                    task = taskKey is null ? reader.NextText() : reader.NextText(taskKey);
                    break;
                case 15 when reader.ValueTextEquals("startTimeMillis"u8):
                    start = reader.Number();
                    break;
                case 13 when reader.ValueTextEquals("endTimeMillis"u8):
                    end = reader.Number();
                    break;
                case 8 when reader.ValueTextEquals("metadata"u8):
                    created = Created(ref reader);
                    break;
                case 14 when withBindings && reader.ValueTextEquals("configProvider"u8):
                    bindings = Bindings(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return key is { Length: > 0 }
            ? new()
            {
                Key = key,
                Name = name,
                Identifier = identifier,
                Status = status,
                ErrorMessage = errorMessage,
                TaskKey = task,
                Created = created,
                StartTimeMillis = start,
                EndTimeMillis = end,
                Bindings = bindings,
                OpcRequestId = opcRequestId,
            }
            : null;
    }

    // The member `timeCreated` of the value that follows.
    private static DateTimeOffset? Created(ref Utf8JsonReader reader)
    {
        if (!reader.EntersObject())
            return null;
        DateTimeOffset? created = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("timeCreated"u8))
                created = Time(ref reader);
            else
                reader.Skip();
        }

        return created;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            && reader.ValueSpan is { Length: >= ShortestTime and <= LongestTime } and [.., (byte)'Z']
            && reader.TryGetDateTimeOffset(out DateTimeOffset known)
                ? known
            : reader.Text() is { } text ? EventTime.Parse(text)
            : null;
    }

    // The member `bindings` of the value that follows. A copy: the page is gone when it is looked at.
    private static JsonElement? Bindings(ref Utf8JsonReader reader)
    {
        if (!reader.EntersObject())
            return null;
        JsonElement? bindings = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool areBindings = reader.ValueTextEquals("bindings"u8);
            reader.Read();
            if (areBindings)
                bindings = reader.TokenType == JsonTokenType.StartObject ? JsonElement.ParseValue(ref reader) : null;
            // Of a number or a text this passes over nothing; of an array all.
            if (!areBindings || bindings is null)
                reader.Skip();
        }

        return bindings;
    }

    // The time between the run's creation and the answer, both by the service's clock. The clock of this machine is not
    // used.
    private static TimeSpan? Age(OciAnswer answer, TaskRun run) =>
        DateTimeOffset.TryParseExact(
            answer.Header("Date"),
            "r",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset answered
        )
            ? answered - run.Created
            : null;
}
