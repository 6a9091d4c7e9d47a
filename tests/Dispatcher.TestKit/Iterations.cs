namespace Dispatcher.TestKit;

/// <summary>How often properties are tried: a tenth of the full number, and in full where the environment variable
/// <c>LONG_TESTS</c> is set, as the build workflow sets it.</summary>
internal static class Iterations
{
    private const int Least = 20;
    private static readonly bool Long = Environment.GetEnvironmentVariable("LONG_TESTS") is { Length: > 0 };

    /// <param name="full">The number of the long form; the short one is a tenth of it, and at least 20.</param>
    public static int Of(int full) => Of(full, Math.Max(full / 10, Least));

    /// <param name="full">The number of the long form.</param>
    /// <param name="few">The number of the short form, where a tenth takes too long.</param>
    public static int Of(int full, int few) => Long ? full : few;
}
