namespace Dispatcher.Campaign.Sending;

/// <summary>Kills processes at random moments, spread over the deliveries.</summary>
/// <param name="fleet">Whom.</param>
/// <param name="progress">How many deliveries there were so far.</param>
/// <param name="kills">How often.</param>
/// <param name="deliveries">Over how many deliveries.</param>
/// <param name="seed">Where the randomness starts.</param>
internal sealed class Killer(Fleet fleet, Func<int> progress, int kills, int deliveries, int seed)
{
    /// <summary>Does it.</summary>
    public async Task KillAsync(CancellationToken stopping)
    {
        var random = new Random(seed);
        int[] moments = [.. Enumerable.Range(0, kills).Select(_ => random.Next(deliveries * 95 / 100)).Order()];
        foreach (int moment in moments)
        {
            while (progress() < moment)
                await Task.Delay(5, stopping).ConfigureAwait(false);
            await Task.Delay(random.Next(100), stopping).ConfigureAwait(false);
            int before = fleet.Kills;
            while (fleet.Kills == before)
                await fleet.KillAsync(random.Next(fleet.Size)).ConfigureAwait(false);
        }
    }
}
