using Dispatcher.Emulator.Model;

namespace Dispatcher.Campaign;

/// <summary>Which program is tried, and words of the command line.</summary>
internal static class FunctionPrograms
{
    /// <summary>What TEST_FUNCTION_BINARY names, else the built program beside this one.</summary>
    public static string Default =>
        Environment.GetEnvironmentVariable("TEST_FUNCTION_BINARY") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Built;

    /// <summary>The built program beside this one.</summary>
    public static string Built => Path.Join(AppContext.BaseDirectory, "dispatcher-function");

    /// <summary>The <c>dispatcher</c> command beside this one.</summary>
    public static string Command => Path.Join(AppContext.BaseDirectory, "dispatcher");

    /// <summary>The words of <c>--replay</c>.</summary>
    public static IReadOnlyDictionary<string, RetryTokenReplay> Replays { get; } =
        new Dictionary<string, RetryTokenReplay>(StringComparer.Ordinal)
        {
            ["ok"] = RetryTokenReplay.SameRunAsOk,
            ["created"] = RetryTokenReplay.SameRunAsCreated,
            ["conflict"] = RetryTokenReplay.Conflict,
        };

    /// <summary>The word for it.</summary>
    public static string Word(RetryTokenReplay replay) => Replays.Single(pair => pair.Value == replay).Key;
}
