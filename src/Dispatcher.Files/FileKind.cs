using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dispatcher.Files;

/// <summary>What stands under a path, seen without opening it.</summary>
internal enum FileKind
{
    /// <summary>A regular file; also whatever cannot be looked at: opening it says why.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Folder,

    /// <summary>A FIFO. Opening one waits until a writer comes.</summary>
    Fifo,

    /// <summary>A device. Reading one may never end.</summary>
    Device,

    /// <summary>A Unix domain socket.</summary>
    Socket,
}

/// <summary>Looks at a path.</summary>
/// <remarks>The framework has no public way to see that a path is a FIFO. This calls the function of its native part
/// that its own <see cref="FileInfo"/> calls; a test fails where that is no longer there.</remarks>
internal static partial class FileKinds
{
    // The mode is the second of the structure's numbers; the whole has fewer than 200 bytes.
    private const int ModeAt = 4,
        Room = 512;

    private const int TypeMask = 0xF000,
        TypeFifo = 0x1000,
        TypeCharacterDevice = 0x2000,
        TypeFolder = 0x4000,
        TypeBlockDevice = 0x6000,
        TypeSocket = 0xC000;

    /// <summary>The kind of what a path leads to, links followed.</summary>
    public static FileKind Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return FileKind.Regular;
        Span<byte> status = stackalloc byte[Room];
        if (Stat(path, ref MemoryMarshal.GetReference(status)) != 0)
            return FileKind.Regular;
        return (BinaryPrimitives.ReadInt32LittleEndian(status[ModeAt..]) & TypeMask) switch
        {
            TypeFifo => FileKind.Fifo,
            TypeCharacterDevice or TypeBlockDevice => FileKind.Device,
            TypeFolder => FileKind.Folder,
            TypeSocket => FileKind.Socket,
            _ => FileKind.Regular,
        };
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static partial int Stat(string path, ref byte status);
}
