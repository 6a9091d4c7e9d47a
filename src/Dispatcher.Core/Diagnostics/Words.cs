namespace Dispatcher.Diagnostics;

/// <summary>The words of an enum in route files, JSON, logs and text. They stand beside the enum and nowhere
/// else.</summary>
/// <typeparam name="T">The enum.</typeparam>
/// <param name="word">The word of each member: a switch expression without a default arm, which does not compile while
/// a member has no word.</param>
public sealed class Words<T>(Func<T, string> word)
    where T : struct, Enum
{
    private readonly (T Value, string Word)[] words = [.. Enum.GetValues<T>().Select(value => (value, word(value)))];

    /// <summary>Every word, in the order of the members.</summary>
    public IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(word)];

    /// <summary>The word of a member.</summary>
    public string Of(T value) => word(value);

    /// <summary>The member that has this word, or null.</summary>
    public T? Find(ReadOnlySpan<char> text)
    {
        foreach ((T value, string known) in words)
        {
            if (text.SequenceEqual(known))
                return value;
        }

        return null;
    }

    /// <summary>What to write instead of a text that is not one of the words: the nearest, or all of them.</summary>
    public string Hint(string text) =>
        Suggestion.Hint(text, All, $"write {string.Join(", ", All.SkipLast(1))} or {All[^1]}");
}
