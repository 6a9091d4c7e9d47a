using System.Reflection;
using Microsoft.Playwright;

namespace Dispatcher.Browser.Tests;

/// <summary>The Chromium that is installed on this machine, started once for all tests that run; none is
/// downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The name of another site that leads to this machine.</summary>
    public const string ReboundHost = "rebound.example";

    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly SemaphoreSlim Turn = new(1);
    private static IPlaywright? playwright;
    private static IBrowser? browser;
    private static int users;

    /// <summary>Why tests that need the browser are skipped here; null when they are not. Where
    /// <c>TEST_BROWSER</c> is set they never are.</summary>
    public static string? SkipReason { get; } =
        Environment.GetEnvironmentVariable("TEST_BROWSER") is { Length: > 0 } ? null : Missing();

    /// <summary>The rules of axe-core, as a script.</summary>
    public static string Axe { get; } =
        typeof(Chromium)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Axe")
            .Value!;

    /// <summary>The browser.</summary>
    public static IBrowser Browser => browser ?? throw new InvalidOperationException(Missing());

    public async Task InitializeAsync()
    {
        if (Missing() is { } reason)
        {
            if (SkipReason is null)
                throw new InvalidOperationException(reason);
            return;
        }

        await Turn.WaitAsync();
        try
        {
            if (users++ == 0)
            {
                playwright = await Playwright.CreateAsync();
                browser = await playwright.Chromium.LaunchAsync(
                    new BrowserTypeLaunchOptions
                    {
                        ExecutablePath = Program(),
                        // Containers have a small /dev/shm, and root has no sandbox. It opens nothing but the page.
                        Args =
                        [
                            "--no-sandbox",
                            "--disable-dev-shm-usage",
                            $"--host-resolver-rules=MAP {ReboundHost} 127.0.0.1",
                        ],
                    }
                );
            }
        }
        finally
        {
            Turn.Release();
        }
    }

    public async Task DisposeAsync()
    {
        await Turn.WaitAsync();
        try
        {
            if (browser is null || --users > 0)
                return;
            await browser.DisposeAsync();
            browser = null;
            playwright?.Dispose();
        }
        finally
        {
            Turn.Release();
        }
    }

    private static string? Missing() =>
        Program() is null ? "Chromium is not installed: apt-get install chromium"
        : !File.Exists(Axe) ? "axe-core is not installed: npm ci --ignore-scripts in tests/Dispatcher.Browser.Tests"
        : null;

    private static string? Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Programs.Select(program => Path.Join(folder, program)))
            .FirstOrDefault(File.Exists);
}
