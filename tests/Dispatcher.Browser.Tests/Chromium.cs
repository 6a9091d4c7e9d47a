using System.Reflection;
using Microsoft.Playwright;

namespace Dispatcher.Browser.Tests;

/// <summary>The Chromium that is installed on this machine, started once for all tests; none is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome"];
    private IPlaywright? playwright;
    private IBrowser? browser;

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
    public IBrowser Browser => browser ?? throw new InvalidOperationException(Missing());

    public async Task InitializeAsync()
    {
        if (Missing() is { } reason)
        {
            if (SkipReason is null)
                throw new InvalidOperationException(reason);
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Program(),
                // Containers have a small /dev/shm, and root has no sandbox. It opens nothing but the page under test.
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            }
        );
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
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
