namespace Dispatcher.Browser.Tests;

/// <summary>As <see cref="RequiresBrowserFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresBrowserTheoryAttribute : TheoryAttribute
{
    public RequiresBrowserTheoryAttribute() => Skip = Chromium.SkipReason;
}
