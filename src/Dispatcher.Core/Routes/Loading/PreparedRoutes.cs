using System.Security.Cryptography;
using System.Text;
using Dispatcher.Routes.Yaml;
using YamlDotNet.Core;

namespace Dispatcher.Routes.Loading;

/// <summary>A route set's YAML, parsed before it is needed: a process that starts with it parses none. It has what the
/// parser gives, nothing more, so that everything said about routes is still said by the one loader.</summary>
/// <remarks>The bytes count only for the very files they were made from, by the build that reads them, and when none of
/// them has changed; otherwise the YAML is parsed as ever.</remarks>
public sealed class PreparedRoutes
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private readonly string[] texts;
    private readonly Dictionary<string, ArraySegment<byte>> files;

    private PreparedRoutes(string[] texts, Dictionary<string, ArraySegment<byte>> files) =>
        (this.texts, this.files) = (texts, files);

    // Another build may have another parser, ours or the library's.
    private static byte[] Build =>
        [
            .. typeof(PreparedRoutes).Module.ModuleVersionId.ToByteArray(),
            .. typeof(Parser).Module.ModuleVersionId.ToByteArray(),
        ];

    /// <summary>Prepares the files of a route set that loads.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="version">The set's <see cref="RouteSet.Version"/>.</param>
    /// <exception cref="ArgumentException">A file is not YAML.</exception>
    public static byte[] Write(IEnumerable<RouteFile> files, string version)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(version);
        var writer = new RawNodeWriter();
        List<(string Path, byte[] Nodes)> written =
        [
            .. files.Where(file => RouteFile.IsRouteFile(file.Path)).Select(file => (file.Path, Nodes(writer, file))),
        ];
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream, Strict);
        to.Write(Build);
        to.Write(version);
        to.Write7BitEncodedInt(writer.Texts.Count);
        foreach (string text in writer.Texts)
            to.Write(text);
        to.Write7BitEncodedInt(written.Count);
        foreach ((string path, byte[] nodes) in written)
        {
            to.Write(path);
            to.Write7BitEncodedInt(nodes.Length);
            to.Write(nodes);
        }

        to.Flush();
        byte[] content = stream.ToArray();
        return [.. SHA256.HashData(content), .. content];
    }

    /// <summary>What <see cref="Write"/> gave, or null when it is not for this set and this build, or is
    /// damaged.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="version">The version of the files at hand.</param>
    internal static PreparedRoutes? Read(byte[] bytes, string version)
    {
        if (bytes.Length < SHA256.HashSizeInBytes)
            return null;
        var content = new ArraySegment<byte>(bytes, SHA256.HashSizeInBytes, bytes.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
            return null;
        using BinaryReader from = Reader(content);
        byte[] build = Build;
        if (!from.ReadBytes(build.Length).AsSpan().SequenceEqual(build) || from.ReadString() != version)
            return null;
        var texts = new string[from.Read7BitEncodedInt()];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = from.ReadString();
        int count = from.Read7BitEncodedInt();
        var files = new Dictionary<string, ArraySegment<byte>>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string path = from.ReadString();
            int length = from.Read7BitEncodedInt();
            files.Add(path, content.Slice((int)from.BaseStream.Position, length));
            from.BaseStream.Position += length;
        }

        return new PreparedRoutes(texts, files);
    }

    /// <summary>The document of a file of the set.</summary>
    internal RawNode Root(RouteFile file, string yaml)
    {
        using BinaryReader from = Reader(files[file.Path]);
        return new RawNodeReader(from, texts, file.Shown, yaml).Read();
    }

    private static byte[] Nodes(RawNodeWriter writer, RouteFile file)
    {
        if (RouteFileText.Read(file) is not { Root: { } root })
            throw new ArgumentException($"{file.Shown} is not YAML.", nameof(file));
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream, Strict);
        writer.Write(to, root);
        to.Flush();
        return stream.ToArray();
    }

    private static BinaryReader Reader(ArraySegment<byte> bytes) =>
        new(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), Strict);
}
