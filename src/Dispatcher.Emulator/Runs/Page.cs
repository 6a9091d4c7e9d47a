using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Dispatcher.Emulator.Runs;

/// <summary>A page of a Data Integration listing.</summary>
/// <param name="Items">The items of the page.</param>
/// <param name="Next">The next page's token, or null at the end.</param>
/// <param name="Total">The number of items on all pages.</param>
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

/// <summary>The end of a page: the last item's place in the order. Items that are added or removed between two requests
/// do not make other items appear twice or disappear.</summary>
/// <param name="Value">The sort key.</param>
/// <param name="Sequence">Orders items with equal sort keys.</param>
internal sealed record PageToken(string Value, long Sequence)
{
    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Value}"))
        );

    /// <summary>Reads a token; null when the text is not a token.</summary>
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
