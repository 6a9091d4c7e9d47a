namespace Dispatcher.Diagnostics;

/// <summary>Finds the one difference between what was given and what would do, where a reader hardly sees it.</summary>
internal static class OnlyDifference
{
    private const char NoBreakSpace = '\u00A0';

    // How a text that would do may differ, and what to say then.
    private static readonly (Func<string, string> Change, string What)[] Changes =
    [
        (text => text.TrimEnd(' '), "by a blank at the end"),
        (text => text.TrimStart(' '), "by a blank at the beginning"),
        (text => text + " ", "by a blank at the end, which is missing"),
        (text => text.TrimStart('/'), "by a slash at the beginning"),
        (text => "/" + text, "by a slash at the beginning, which is missing"),
        (text => text.TrimEnd('/'), "by a slash at the end"),
        (text => text + "/", "by a slash at the end, which is missing"),
        (text => text.TrimEnd('\r', '\n'), "by a line end at the end"),
        (
            NormalForm.Compose,
            "in Unicode normal form: here a letter and its mark are two characters, there they are one (NFC)"
        ),
        (
            NormalForm.Decompose,
            "in Unicode normal form: here a letter and its mark are one character, there they are two (NFD)"
        ),
        (text => text.Replace(NoBreakSpace, ' '), "by a no-break space (U+00A0)"),
        (text => text.Replace(' ', NoBreakSpace), "by a blank where a no-break space (U+00A0) is wanted"),
    ];

    /// <summary><c>it differs only in letter case</c> and so on; null when it differs otherwise.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="wouldDo">Whether another text would do.</param>
    /// <param name="inAnyCase">Whether what was given would do in another letter case.</param>
    public static string? Of(string given, Func<string, bool> wouldDo, Func<bool> inAnyCase)
    {
        foreach ((Func<string, string> change, string what) in Changes)
        {
            if (WouldDo(change(given)))
                return $"it differs only {what}";
        }

        if (LookAlike.FirstIn(given) is { } found && WouldDo(LookAlike.Ascii(given)))
            return $"it differs only by a character that looks like another: {found}";
        return inAnyCase() ? "it differs only in letter case" : null;

        bool WouldDo(string changed) => changed.Length > 0 && changed != given && wouldDo(changed);
    }

    /// <summary>The same for two texts.</summary>
    public static string? Of(string given, string wanted) =>
        Of(
            given,
            text => text == wanted,
            () => given != wanted && given.Equals(wanted, StringComparison.OrdinalIgnoreCase)
        )
        ?? (
            LookAlike.FirstIn(wanted) is { } found && LookAlike.Ascii(wanted) == LookAlike.Ascii(given)
                ? $"it differs only by a character that looks like another: {found} in what is expected"
                : null
        );
}
