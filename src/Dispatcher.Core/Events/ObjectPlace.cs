using System.Diagnostics.CodeAnalysis;

namespace Dispatcher.Events;

/// <summary>A place in Object Storage, written <c>oci://BUCKET@NAMESPACE/PREFIX</c> or
/// <c>oci://BUCKET/PREFIX</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Namespace">The namespace, or null: the caller's own, looked up.</param>
/// <param name="Prefix">What names below the place begin with: empty, or ending in <c>/</c>.</param>
/// <remarks>dispatch-v1, "Where routes come from". The function and every command read a place here.</remarks>
public sealed record ObjectPlace(string Bucket, string? Namespace, string Prefix)
{
    private const string Scheme = "oci://";

    /// <summary>Reads a place.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ObjectPlace? place) =>
        TryParse(text, IsName, out place);

    /// <summary>Reads a place whose bucket and namespace may be variables of a template, <c>${bucket}</c>: what
    /// Terraform puts its own value in.</summary>
    public static bool TryParseTemplate(string text, [NotNullWhen(true)] out ObjectPlace? place) =>
        TryParse(text, name => IsName(name) || IsVariable(name), out place);

    private static bool TryParse(string text, Func<string, bool> isName, [NotNullWhen(true)] out ObjectPlace? place)
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
        if (!isName(bucket) || (@namespace is not null && !isName(@namespace)))
            return false;
        place = new ObjectPlace(bucket, @namespace, prefix.Length == 0 || prefix.EndsWith('/') ? prefix : prefix + "/");
        return true;
    }

    /// <summary>Whether a text can only be meant as a place, well written or not: it is not the path of a
    /// folder.</summary>
    public static bool IsMeant(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("://", StringComparison.Ordinal)
            || text.StartsWith("oci:", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{Scheme}{Bucket}{(Namespace is null ? "" : $"@{Namespace}")}/{Prefix}";

    /// <summary>Whether a text is one variable of a template and nothing else.</summary>
    public static bool IsVariable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith("${", StringComparison.Ordinal)
            && text.EndsWith('}')
            && text.Length > 3
            && text[2..^1].All(c => char.IsAsciiLetterLower(c) || c == '_');
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 256
        && name is not ("." or "..")
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
