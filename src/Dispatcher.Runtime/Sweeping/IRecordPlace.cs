using Dispatcher.Oci.Ports;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Runtime.Sweeping;

/// <summary>Where dead-letter records lie, and what was redriven is put aside.</summary>
public interface IRecordPlace
{
    /// <summary>The place, for people.</summary>
    string Name { get; }

    /// <summary>Objects or files that are not named like a record, and are left alone.</summary>
    long PassedOver { get; }

    /// <summary>Why the listing ended early, or null.</summary>
    ServiceFailure? Failure { get; }

    /// <summary>The names of all records but those put aside, below the place, in order. After a failure it ends, and
    /// <see cref="Failure"/> is set.</summary>
    IAsyncEnumerable<IReadOnlyList<string>> PagesAsync(CancellationToken stopping);

    /// <summary>Reads a record.</summary>
    /// <returns>Its bytes; null when it is gone: another process has redriven it.</returns>
    Task<ServiceResult<ReadOnlyMemory<byte>?>> ReadAsync(string name, CancellationToken stopping);

    /// <summary>Puts a record below <c>done/</c>. It can be interrupted anywhere and done again.</summary>
    Task<ServiceFailure?> PutAsideAsync(string name, ReadOnlyMemory<byte> record);
}

/// <summary>Which names are records to redrive.</summary>
public static class RecordNames
{
    /// <summary>The folder of what was redriven.</summary>
    public const string Done = "done/";

    /// <summary>Whether a name below the place lies in a <c>done/</c>, at whatever depth: the place may have been a
    /// folder of another one the last time.</summary>
    public static bool IsDone(string name) =>
        name.StartsWith(Done, StringComparison.Ordinal) || name.Contains("/" + Done, StringComparison.Ordinal);

    /// <summary>Whether it is named like a record.</summary>
    public static bool IsRecord(string name) => DeadLetter.IsRecordName(name);

    /// <summary>Takes the name of one record, as the log has it, apart: the place that the function was given, and the
    /// name below it. Any other prefix is a place, with nothing below it.</summary>
    public static (string Prefix, string Only) Split(string prefix)
    {
        string name = prefix.TrimEnd('/');
        if (!IsRecord(name))
            return (prefix, "");
        string[] parts = name.Split('/');
        return (
            string.Concat(parts[..^Math.Min(2, parts.Length)].Select(part => part + "/")),
            string.Join('/', parts[^Math.Min(2, parts.Length)..])
        );
    }
}
