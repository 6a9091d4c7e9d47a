using System.Runtime.InteropServices;

namespace Dispatcher.Campaign.Faults;

/// <summary>What .NET has no call for.</summary>
internal static partial class Posix
{
    // The same on Linux for x64 and arm64.
    private const int StopSignal = 19,
        ContinueSignal = 18;
    private const uint OwnerOnly = 0x180; // 0600

    /// <summary>Stops a process where it is (SIGSTOP).</summary>
    public static void Stop(int process) => _ = Kill(process, StopSignal);

    /// <summary>Lets a stopped process go on (SIGCONT).</summary>
    public static void Continue(int process) => _ = Kill(process, ContinueSignal);

    /// <summary>Makes a named pipe.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakePipe(string path)
    {
        if (MakeFifo(path, OwnerOnly) != 0)
            throw new IOException($"{path}: the named pipe cannot be made ({Marshal.GetLastPInvokeErrorMessage()})");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakeFifo(string path, uint mode);
}
