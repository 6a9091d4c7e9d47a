using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dispatcher.Events;

namespace Dispatcher.Planning;

/// <summary>What makes a task run the same run: a pure function of the object version, whether it was written or
/// deleted, the route and the task.</summary>
/// <remarks>dispatch-v1, "Exactly one run per object version and route".</remarks>
public sealed record RunIdentity
{
    /// <summary>How many of the retry token's digits stand in a run's name.</summary>
    public const int HashDigits = 12;

    private const int MaxStem = 100,
        HalfSize = SHA256.HashSizeInBytes / 2;

    private readonly UInt128 rest;

    private RunIdentity(UInt128 number, UInt128 rest) => (Number, this.rest) = (number, rest);

    /// <summary>The digits of <see cref="Identifier"/> as a number: what tells one run from another.</summary>
    public UInt128 Number { get; }

    /// <summary>64 lower-case hexadecimal characters.</summary>
    public string RetryToken
    {
        get
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            BinaryPrimitives.WriteUInt128BigEndian(digest, Number);
            BinaryPrimitives.WriteUInt128BigEndian(digest[HalfSize..], rest);
            return Convert.ToHexStringLower(digest);
        }
    }

    /// <summary><c>RD_</c> and 32 upper-case hexadecimal digits.</summary>
    public string Identifier
    {
        get
        {
            Span<byte> half = stackalloc byte[HalfSize];
            BinaryPrimitives.WriteUInt128BigEndian(half, Number);
            return "RD_" + Convert.ToHexString(half);
        }
    }

    /// <summary>The HASH of a run's name: the first 12 characters of <see cref="RetryToken"/>.</summary>
    public string Hash => ((ulong)(Number >> (128 - (4 * HashDigits)))).ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>The identity of one route's run for one event.</summary>
    public static RunIdentity Of(StorageEvent storageEvent, string route, string taskKey)
    {
        ArgumentNullException.ThrowIfNull(storageEvent);
        ReadOnlySpan<string> parts =
        [
            "dispatcher/run/1",
            storageEvent.Namespace,
            storageEvent.Bucket,
            storageEvent.ObjectName,
            // The tag keeps an ETag and an event id of the same text apart.
            storageEvent.ETag
                is null
                ? "id"
                : "etag",
            storageEvent.ETag ?? storageEvent.Id,
            Change(storageEvent.Kind),
            route,
            taskKey,
        ];
        return OfParts(parts);
    }

    /// <summary>The identity of one route's run for a group of objects: another one when a member comes, goes or is
    /// written again.</summary>
    /// <param name="namespaceName">The bucket's namespace.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="members">Name and entity tag of every member, in any order.</param>
    /// <param name="route">The route.</param>
    /// <param name="taskKey">The task.</param>
    /// <remarks>sweep-v1, "Groups".</remarks>
    public static RunIdentity OfGroup(
        string namespaceName,
        string bucket,
        string key,
        IEnumerable<(string Name, string? ETag)> members,
        string route,
        string taskKey
    )
    {
        var parts = new List<string> { "dispatcher/group/1", namespaceName, bucket, key, route, taskKey };
        foreach ((string name, string? etag) in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            parts.Add(name);
            parts.Add(etag is null ? "none" : "etag");
            parts.Add(etag ?? "");
        }

        return OfParts(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(parts));
    }

    /// <summary><c>ROUTE-STEM-HASH</c>; of the stem, letters, digits, <c>.</c>, <c>_</c> and <c>-</c> are kept,
    /// anything else becomes <c>_</c>, and at most 100 characters are used.</summary>
    public string NameFor(string route, string stem)
    {
        ArgumentNullException.ThrowIfNull(stem);
        Span<char> kept = stackalloc char[Math.Min(stem.Length, MaxStem)];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = char.IsAsciiLetterOrDigit(stem[i]) || stem[i] is '.' or '_' or '-' ? stem[i] : '_';
        return $"{route}-{kept}-{Hash}";
    }

    private static RunIdentity OfParts(ReadOnlySpan<string> parts)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Hash256(parts, digest);
        return new RunIdentity(
            BinaryPrimitives.ReadUInt128BigEndian(digest),
            BinaryPrimitives.ReadUInt128BigEndian(digest[HalfSize..])
        );
    }

    // A version has one ETag: `create` and `update` of it are one version, whichever the event says.
    private static string Change(ObjectEventKind kind) =>
        kind switch
        {
            ObjectEventKind.Create or ObjectEventKind.Update => "written",
            ObjectEventKind.Delete => "deleted",
        };

    // Length before text, so that no two different lists of parts run together to the same bytes.
    private static void Hash256(ReadOnlySpan<string> parts, Span<byte> digest)
    {
        int size = 0;
        foreach (string part in parts)
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        byte[] rented = ArrayPool<byte>.Shared.Rent(size);
        Span<byte> rest = rented.AsSpan(0, size);
        foreach (string part in parts)
        {
            int length = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(sizeof(int) + length)..];
        }

        SHA256.HashData(rented.AsSpan(0, size), digest);
        ArrayPool<byte>.Shared.Return(rented);
    }
}
