using System.Globalization;

namespace Dispatcher.Emulator.Buckets;

/// <summary>The header <c>Range</c>: one range of bytes.</summary>
internal readonly record struct ByteRange(int Start, int Length)
{
    private const string Unit = "bytes=";

    /// <summary>Reads the header.</summary>
    /// <param name="header">Its value, or null.</param>
    /// <param name="size">The object's size in bytes.</param>
    /// <param name="range">The requested part. Null for the whole object: the header is missing, or is not a single
    /// range of bytes.</param>
    /// <returns>False for a range outside the object.</returns>
    public static bool TryRead(string? header, int size, out ByteRange? range)
    {
        range = null;
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(','))
            return true;
        string[] ends = header[Unit.Length..].Trim().Split('-');
        if (
            ends.Length != 2
            || !IsNumber(ends[0], out long first)
            || !IsNumber(ends[1], out long last)
            || (first < 0 && last < 0)
        )
            return true;

        if (first < 0)
            // `-N`: the last N bytes. Zero bytes cannot be requested.
            (first, last) = (Math.Max(0, size - last), last == 0 ? -2 : size - 1);
        else if (last < 0)
            last = size - 1;
        else if (last < first)
            return true;

        last = Math.Min(last, size - 1);
        if (last < first)
            return false;
        range = new((int)first, (int)(last - first + 1));
        return true;
    }

    // -1 when the text is empty.
    private static bool IsNumber(string text, out long number)
    {
        number = -1;
        return text.Length == 0 || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
