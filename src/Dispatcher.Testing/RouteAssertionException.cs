namespace Dispatcher.Testing;

/// <summary>An assertion about routes does not hold. Every test framework reports it as a failed test with its message,
/// which says what was expected, what is, and why the routes did or did not match.</summary>
public sealed class RouteAssertionException : Exception
{
    internal RouteAssertionException(string message)
        : base(message) { }
}
