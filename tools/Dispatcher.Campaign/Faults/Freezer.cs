using Dispatcher.Campaign.Sending;

namespace Dispatcher.Campaign.Faults;

/// <summary>Stops processes in whatever they are doing and lets them go on, as the platform does with containers: for
/// a moment, or until the deadline of their calls is past.</summary>
/// <param name="fleet">Whom.</param>
/// <param name="seed">Where the randomness starts.</param>
internal sealed class Freezer(Fleet fleet, int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Freezes one process after the other until <paramref name="over"/>; then each of them runs.</summary>
    public async Task FreezeAsync(CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(500, 3_000), over).ConfigureAwait(false);
                int most = random.Next(3) == 0 ? 3_000 : 400;
                await fleet
                    .FreezeAsync(random.Next(fleet.Size), TimeSpan.FromMilliseconds(random.Next(20, most)), over)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The round is over.
        }
    }
}
