namespace Dispatcher.Diagnostics;

/// <summary>The words of an enum in route files, JSON, logs and text. They stand beside the enum and nowhere
/// else.</summary>
/// <typeparam name="T">The enum.</typeparam>
/// <param name="word">The word of each member: a switch expression without a default arm, which does not compile while
/// a member has no word.</param>
public sealed class Words<T>(Func<T, string> word)
    where T : struct, Enum
{
    // Arrays and loops: the native function has code of its own for each enum in a generic collection.
    private readonly T[] members = Enum.GetValues<T>();
    private readonly string[] words = Array.ConvertAll(Enum.GetValues<T>(), new Converter<T, string>(word));

    /// <summary>Every word, in the order of the members.</summary>
    public IReadOnlyList<string> All => words;

    /// <summary>The word of a member.</summary>
    public string Of(T value) => word(value);

    /// <summary>The member that has this word, or null.</summary>
    public T? Find(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (text.SequenceEqual(words[i]))
                return members[i];
        }

        return null;
    }

    /// <summary>What to write instead of a text that is not one of the words: the nearest, or all of them.</summary>
    public string Hint(string text) =>
        Suggestion.Hint(text, All, $"write {string.Join(", ", words[..^1])} or {words[^1]}");
}
