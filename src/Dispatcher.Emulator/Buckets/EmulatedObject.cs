using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Dispatcher.Emulator.Buckets;

/// <summary>An object as it is stored.</summary>
/// <param name="Name">Its name, unescaped.</param>
/// <param name="Content">Its bytes.</param>
public sealed record EmulatedObject(string Name, ReadOnlyMemory<byte> Content)
{
    private readonly Guid version = Guid.NewGuid();

    /// <summary>The entity tag: a UUID, a new one with every write.</summary>
    public string ETag => version.ToString();

    /// <summary>The media type it was written with.</summary>
    public string ContentType { get; init; } = "application/octet-stream";

    /// <summary>When a first object of this name was written.</summary>
    public required DateTimeOffset TimeCreated { get; init; }

    /// <summary>When this object was written.</summary>
    public required DateTimeOffset TimeModified { get; init; }

    /// <summary>What came in headers <c>opc-meta-…</c>, by lower-case header name; null for nothing.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The MD5 digest, base64, as listings and answers carry it.</summary>
    public string Md5 => Md5Of(Content.Span);

    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "It is the service's checksum."
    )]
    internal static string Md5Of(ReadOnlySpan<byte> content) => Convert.ToBase64String(MD5.HashData(content));
}
