using System.Diagnostics.CodeAnalysis;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>A place in Object Storage as the configuration writes it: <c>oci://BUCKET@NAMESPACE/PREFIX</c> or
/// <c>oci://BUCKET/PREFIX</c>.</summary>
/// <remarks>dispatch-v1, "Where routes come from".</remarks>
internal sealed record StoragePlace(string Bucket, string? Namespace, string Prefix)
{
    private const string Scheme = "oci://";

    /// <summary>Whether the text means to be one.</summary>
    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    public static bool TryParse(string text, [NotNullWhen(true)] out StoragePlace? place)
    {
        place = null;
        if (!IsOne(text))
            return false;
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string authority = slash < 0 ? rest : rest[..slash];
        int at = authority.IndexOf('@', StringComparison.Ordinal);
        string bucket = at < 0 ? authority : authority[..at];
        string? space = at < 0 ? null : authority[(at + 1)..];
        if (bucket.Length == 0 || space is "")
            return false;
        place = new(bucket, space, slash < 0 ? "" : rest[(slash + 1)..]);
        return true;
    }
}
