using System.Buffers;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Runtime.Dispatching;

/// <summary>Collects what became of the elements of a batch, and writes the response.</summary>
/// <remarks>dispatch-v1, "Input": the response has at most 1 MiB. What would be left out of it is not kept either, so
/// memory is bounded by that.</remarks>
internal sealed class BatchAnswer(int size)
{
    /// <summary>The most that a response has.</summary>
    public const int MaxBytes = 1024 * 1024;

    // Everything but the results: the names, the counts, the route set.
    private const int Frame = 1024;

    private readonly Lock gate = new();
    private readonly byte[]?[] results = new byte[size][];
    private readonly bool[] isPlain = new bool[size];
    private readonly SortedDictionary<Outcome, int> counts = [];
    private int bytes = Frame;
    private bool plainLeftOut;
    private int omitted;

    /// <summary>How many elements there are.</summary>
    public int Size => size;

    /// <summary>How many elements the sender must send again.</summary>
    public int Unsettled { get; private set; }

    /// <summary>How many elements there are of each outcome.</summary>
    public IReadOnlyDictionary<Outcome, int> Counts => counts;

    /// <summary>Whether any element failed.</summary>
    public bool HasFailures => counts.ContainsKey(Outcome.Rejected) || counts.ContainsKey(Outcome.Deferred);

    /// <summary>Adds what became of an element.</summary>
    public void Add(BatchPlace place, DispatchResult result, bool settled)
    {
        byte[] json = ResponseJson.Write(result, place).ToArray();
        lock (gate)
        {
            counts[result.Outcome] = counts.GetValueOrDefault(result.Outcome) + 1;
            Unsettled += settled ? 0 : 1;
            isPlain[place.Index] = IsPlain(result.Outcome);
            if (isPlain[place.Index] && plainLeftOut)
            {
                omitted++;
                return;
            }

            results[place.Index] = json;
            bytes += json.Length + 1;
            if (bytes > MaxBytes && !plainLeftOut)
            {
                plainLeftOut = true;
                foreach (int index in Enumerable.Range(0, size).Where(index => isPlain[index]))
                    Omit(index);
            }

            if (bytes > MaxBytes)
                Omit(place.Index);
        }
    }

    /// <summary>The response, once every element was added.</summary>
    public ReadOnlyMemory<byte> Write(string? routeSet)
    {
        var body = new ArrayBufferWriter<byte>(bytes);
        using (var json = new Utf8JsonWriter(body, JsonFormat.Options))
        {
            json.WriteStartObject();
            json.WriteString("outcome", "batch");
            json.WriteString("routeSet", routeSet);
            WriteCounts(json);
            json.WriteNumber("omitted", omitted);
            json.WriteStartArray("results");
            foreach (byte[] result in results.OfType<byte[]>())
                json.WriteRawValue(result, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    /// <summary>Writes the members <c>size</c>, <c>unsettled</c> and <c>counts</c>.</summary>
    public void WriteCounts(Utf8JsonWriter json)
    {
        json.WriteNumber("size", size);
        json.WriteNumber("unsettled", Unsettled);
        json.WriteStartObject("counts");
        foreach ((Outcome outcome, int count) in counts)
            json.WriteNumber(outcome.Word(), count);
        json.WriteEndObject();
    }

    private void Omit(int index)
    {
        if (results[index] is not { } json)
            return;
        bytes -= json.Length + 1;
        results[index] = null;
        omitted++;
    }

    private static bool IsPlain(Outcome outcome) =>
        outcome switch
        {
            Outcome.Dispatched or Outcome.Ignored or Outcome.Shadowed or Outcome.Held or Outcome.Unmatched => true,
            Outcome.Rejected or Outcome.Deferred => false,
        };
}
