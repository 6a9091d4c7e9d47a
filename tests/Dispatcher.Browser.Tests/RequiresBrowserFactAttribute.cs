namespace Dispatcher.Browser.Tests;

/// <summary>A test in a browser, which not every machine has. Where <c>TEST_BROWSER</c> is set, as in CI, its absence
/// is a failure; elsewhere the test is skipped by name, not passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresBrowserFactAttribute : FactAttribute
{
    public RequiresBrowserFactAttribute() => Skip = Chromium.SkipReason;
}
