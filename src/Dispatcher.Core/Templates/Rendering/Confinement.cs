using Dispatcher.Diagnostics;

namespace Dispatcher.Templates.Rendering;

/// <summary>What a rendered string must not have, because part of it may be chosen by who named the object.</summary>
/// <remarks>routes-v1, "Templates", "Confined".</remarks>
internal static class Confinement
{
    /// <summary>The failure of a string on its own: control characters and broken surrogate pairs.</summary>
    public static TemplateFailure? Check(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsControl(c))
            {
                string what =
                    $"the rendered string {Quote.Code(text)} has the control character U+{(int)c:X4} at {i + 1}";
                return new(
                    Codes.RenderControlCharacter,
                    $"{what}; match only names without it, or take it out with string.replace"
                );
            }
        }

        return Surrogates.IndexOfLone(text) is >= 0 and var lone
            ? new(
                Codes.RenderFailed,
                $"the rendered string {Quote.Code(text)} has half a character at {lone + 1}; cut it at another place"
            )
            : null;
    }

    /// <summary>Whether a segment between slashes is <c>.</c> or <c>..</c>: the quick question before
    /// <see cref="CheckSegments"/>.</summary>
    public static bool HasDotSegment(string text)
    {
        foreach (Range range in text.AsSpan().Split('/'))
        {
            if (text.AsSpan()[range] is "." or "..")
                return true;
        }

        return false;
    }

    /// <summary>The failure where a <c>.</c> or <c>..</c> segment, with the slashes or the ends around it, is not one
    /// stretch of the template's own text. An empty value between two literal dots, or beside one, is therefore caught
    /// as well.</summary>
    public static TemplateFailure? CheckSegments(string text, IReadOnlyList<OutputSpan> spans)
    {
        foreach (Range range in text.AsSpan().Split('/'))
        {
            (int start, int length) = range.GetOffsetAndLength(text.Length);
            string segment = text.Substring(start, length);
            if (segment is not ("." or "..") || IsOwnText(spans, start, start + length, text.Length))
                continue;
            string what =
                $"the rendered string {Quote.Code(text)} has the path segment `{segment}`, "
                + "which the template did not write";
            return new(
                Codes.RenderPathSegment,
                $"{what}; match only names without it, or write the segment as text of the template"
            );
        }

        return null;
    }

    private static bool IsOwnText(IReadOnlyList<OutputSpan> spans, int start, int end, int total)
    {
        int from = Math.Max(0, start - 1),
            to = Math.Min(total, end + 1);
        foreach (OutputSpan span in spans)
        {
            if (span.IsLiteral)
                continue;
            bool inside = span.Start < to && span.Start + span.Length > from;
            // An empty value counts where it stands strictly inside, or at an end of the string that the segment
            // reaches.
            bool emptyInside =
                span.Length == 0
                && (
                    (span.Start > from && span.Start < to)
                    || (span.Start == 0 && start == 0)
                    || (span.Start == total && end == total)
                );
            if (inside || emptyInside)
                return false;
        }

        return true;
    }
}
