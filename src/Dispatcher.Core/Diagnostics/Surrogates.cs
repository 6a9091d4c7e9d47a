namespace Dispatcher.Diagnostics;

/// <summary>Halves of surrogate pairs that stand alone: text that no encoding can write. Route files and events with
/// one are refused where they are read, and what a template makes is checked, so that no other code meets
/// any.</summary>
public static class Surrogates
{
    /// <summary>Where the first half that stands alone is; -1 where there is none.</summary>
    public static int IndexOfLone(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return i;
            i++;
        }

        return -1;
    }
}
