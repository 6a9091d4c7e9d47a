using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dispatcher.Emulator.Runs;

/// <summary>A page of a Data Integration listing.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Next">The next page's token, or null at the end.</param>
/// <param name="Total">How many there are on all pages.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next, int Total)
{
    public Wire.Answer Answer(Action<Utf8JsonWriter, T> write)
    {
        Wire.Answer answer = Wire.Answer.Json(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (T item in Items)
                write(writer, item);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        answer = answer.With("opc-total-items", Total.ToString(CultureInfo.InvariantCulture));
        return Next is null ? answer : answer.With("opc-next-page", Next);
    }
}

/// <summary>Where a page ended: the last item's place in the order. Items that come or go between two requests neither
/// repeat nor hide others.</summary>
/// <param name="Value">What the order goes by.</param>
/// <param name="Sequence">What decides between equals.</param>
internal sealed record PageToken(string Value, long Sequence)
{
    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Value}"))
        );

    /// <summary>Null for a text that is no token.</summary>
    public static PageToken? Read(string text)
    {
        try
        {
            string[] parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ', 2);
            return
                parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
                ? new(parts[1], sequence)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
