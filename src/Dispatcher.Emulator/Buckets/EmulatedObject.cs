using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dispatcher.Emulator.Buckets;

/// <summary>A stored object.</summary>
/// <param name="Name">Its name, unescaped.</param>
/// <param name="Content">Its bytes.</param>
public sealed record EmulatedObject(string Name, ReadOnlyMemory<byte> Content)
{
    private readonly Guid version = Guid.NewGuid();

    /// <summary>The entity tag: a UUID that is new with every write.</summary>
    public string ETag => version.ToString();

    /// <summary>Its media type.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>When the first object with this name was written.</summary>
    public required DateTimeOffset TimeCreated { get; init; }

    /// <summary>When this object was written.</summary>
    public required DateTimeOffset TimeModified { get; init; }

    /// <summary>The values of the headers <c>opc-meta-…</c> by lower-case header name; null when there are no such
    /// headers.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The MD5 digest in base64, as in listings and answers.</summary>
    public string Md5 => Md5Of(Content.Span);

    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "It is the service's checksum."
    )]
    internal static string Md5Of(ReadOnlySpan<byte> content) => Convert.ToBase64String(MD5.HashData(content));
}
