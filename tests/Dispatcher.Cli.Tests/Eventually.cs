namespace Dispatcher.Cli.Tests;

/// <summary>Waits for what another process does, for a minute at most.</summary>
internal static class Eventually
{
    public static async Task<T> Async<T>(Func<T?> look)
        where T : class
    {
        for (int i = 0; i < 1200; i++)
        {
            if (look() is { } found)
                return found;
            await Task.Delay(50);
        }

        throw new TimeoutException("It has not happened within a minute.");
    }
}
