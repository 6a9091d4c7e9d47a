namespace Dispatcher.Function.Hosting;

/// <summary>The process's standard streams. Writes to a closed stream are discarded.</summary>
internal static class StandardStreams
{
    // O_CLOEXEC in fdinfo's octal flags. A descriptor with this flag was opened by this process and not inherited: when
    // a standard stream is closed, one of the runtime's own pipes gets its number.
    private const int CloseOnExec = 0x80000;

    public static Stream Output() => OrNull(1, Console.OpenStandardOutput);

    public static Stream Error() => OrNull(2, Console.OpenStandardError);

    private static Stream OrNull(int descriptor, Func<Stream> open)
    {
        try
        {
            return IsOfRuntime(descriptor) ? Stream.Null : open();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    private static bool IsOfRuntime(int descriptor)
    {
        string file = $"/proc/self/fdinfo/{descriptor}";
        if (!OperatingSystem.IsLinux() || !File.Exists(file))
            return OperatingSystem.IsLinux() && Directory.Exists("/proc/self/fdinfo");
        string? flags = File.ReadLines(file)
            .FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
        return flags is not null && (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) != 0;
    }
}
