using System.Text;

namespace Dispatcher.Emulator.Buckets;

/// <summary>The rules for names of objects and buckets.</summary>
internal static class ObjectNames
{
    private const int MaxBytes = 1024;

    /// <summary>The reason why an object cannot have that name, or null.</summary>
    public static string? Problem(string name) =>
        name.Length == 0 ? "The object name is empty"
        : Encoding.UTF8.GetByteCount(name) > MaxBytes ? "The object name is longer than 1024 bytes of UTF-8"
        : name.AsSpan().IndexOfAny('\0', '\r', '\n') >= 0 ? "The object name has a NUL, CR or LF"
        : null;

    /// <summary>The reason why a bucket cannot have that name, or null.</summary>
    public static string? BucketProblem(string name) =>
        name.Length is > 0 and <= 256
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? null
            : "The bucket name must be 1 to 256 letters, digits, hyphens, underscores and periods";
}
