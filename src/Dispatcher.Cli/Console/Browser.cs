using System.ComponentModel;
using System.Diagnostics;

namespace Dispatcher.Cli.Console;

/// <summary>The user's browser.</summary>
internal static class Browser
{
    /// <summary>Asks the desktop to show an address; false where there is no desktop.</summary>
    public static bool Open(Uri address)
    {
        if (OperatingSystem.IsWindows())
            return Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        if (OperatingSystem.IsMacOS())
            return Start(new ProcessStartInfo("open", [address.AbsoluteUri]));
        bool hasDesktop =
            Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        // What the browser prints is not this command's.
        return hasDesktop
            && Start(
                new ProcessStartInfo("xdg-open", [address.AbsoluteUri])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            );
    }

    private static bool Start(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start);
            return true;
        }
        catch (Exception failure) when (failure is Win32Exception or FileNotFoundException)
        {
            return false;
        }
    }
}
