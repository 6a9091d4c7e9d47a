using System.Diagnostics.CodeAnalysis;

namespace Dispatcher.Runtime.Settings;

/// <summary>A place in Object Storage, written <c>oci://BUCKET@NAMESPACE/PREFIX</c> or
/// <c>oci://BUCKET/PREFIX</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Namespace">The namespace, or null: the caller's own, looked up.</param>
/// <param name="Prefix">What names below the place begin with: empty, or ending in <c>/</c>.</param>
public sealed record ObjectPlace(string Bucket, string? Namespace, string Prefix)
{
    private const string Scheme = "oci://";

    /// <summary>Reads a place.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ObjectPlace? place)
    {
        ArgumentNullException.ThrowIfNull(text);
        place = null;
        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string where = slash < 0 ? rest : rest[..slash],
            prefix = slash < 0 ? "" : rest[(slash + 1)..];
        int at = where.IndexOf('@', StringComparison.Ordinal);
        string bucket = at < 0 ? where : where[..at];
        string? @namespace = at < 0 ? null : where[(at + 1)..];
        if (!IsName(bucket) || (@namespace is not null && !IsName(@namespace)))
            return false;
        place = new ObjectPlace(bucket, @namespace, prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/");
        return true;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{Scheme}{Bucket}{(Namespace is null ? "" : $"@{Namespace}")}/{Prefix}";

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 256
        && name is not ("." or "..")
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
