namespace Dispatcher.Emulator.Buckets;

/// <summary>The order of a listing: names are compared by their UTF-8 bytes.</summary>
/// <remarks>UTF-16 has the same order except for surrogates: they encode the highest code points, but their values are
/// below U+E000.</remarks>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x,
            right = y;
        int same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    private static int Rank(char letter) => char.IsSurrogate(letter) ? letter + 0x10000 : letter;
}
