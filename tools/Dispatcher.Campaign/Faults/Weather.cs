using System.Text;
using Dispatcher.Emulator.Faults;

namespace Dispatcher.Campaign.Faults;

/// <summary>Changes what goes wrong every few hundred milliseconds: several things at once, sometimes nothing,
/// sometimes one thing always.</summary>
/// <param name="cloud">Where it happens.</param>
/// <param name="clocks">The processes' clocks.</param>
/// <param name="seed">Where the randomness starts.</param>
internal sealed class Weather(Cloud cloud, Clocks clocks, int seed)
{
    private const string Friday = "z-friday.yaml";
    private readonly Random random = new(seed);
    private readonly TokenFile token = new(cloud.TokenFile);

    /// <summary>How often the function's token was taken away.</summary>
    public int TokensExpired { get; private set; }

    /// <summary>How often a broken route file was pushed.</summary>
    public int RoutesBroken { get; private set; }

    /// <summary>How often the file of the token was not there, or not whole, or of a token whose time is
    /// over.</summary>
    public int TokenGaps => token.Gaps;

    /// <summary>How often a set was pushed that is as costly as a set may be.</summary>
    public int RoutesCostly { get; private set; }

    /// <summary>How often the route set changed without changing what it does.</summary>
    public int RoutesChanged { get; private set; }

    /// <summary>Blows until <paramref name="over"/>, and leaves a clear sky.</summary>
    public async Task BlowAsync(CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                Change();
                await Task.Delay(random.Next(200, 1_200), over).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The round is over.
        }
        finally
        {
            Clear();
        }
    }

    private void Change()
    {
        FaultPlan faults = cloud.Emulator.Faults;
        faults.Clear();
        switch (random.Next(10))
        {
            case 0 or 1:
                break;
            case 2:
                (string operation, Fault always) = Any();
                faults.Add(operation, always, times: null);
                break;
            default:
                for (int i = random.Next(4, 20); i > 0; i--)
                {
                    (string where, Fault fault) = Any();
                    faults.Add(
                        new FaultRule(fault)
                        {
                            Operation = where,
                            Probability = 0.4 * random.NextDouble(),
                            Seed = random.Next(),
                        }
                    );
                }

                break;
        }

        ChangeToken();
        ChangeRoutes();
        clocks.Change(random);
    }

    private (string Operation, Fault Fault) Any() => FaultCatalogue.All[random.Next(FaultCatalogue.All.Count)];

    // Renewed at once, or with the next weather: until then every request is 401.
    private void ChangeToken()
    {
        bool expires = random.Next(8) == 0;
        if (expires)
        {
            cloud.Emulator.Credentials.Expire();
            TokensExpired++;
        }

        if (!expires || random.Next(2) == 0)
            cloud.Emulator.Credentials.Renew();
        if (random.Next(8) == 0)
            token.Break(random);
    }

    private void ChangeRoutes()
    {
        cloud.Emulator.ObjectStorage.Delete(Cloud.Routes, Friday);
        // It takes a second until a set is looked for: this one stays for a while.
        if (random.Next(5) == 0)
            cloud.Emulator.ObjectStorage.Delete(Cloud.Routes, CostlyRoutes.Name);
        switch (random.Next(10))
        {
            case 2:
                cloud.Emulator.ObjectStorage.Put(Cloud.Routes, CostlyRoutes.Name, CostlyRoutes.Content);
                RoutesCostly++;
                break;
            case 0:
                cloud.Emulator.ObjectStorage.Put(
                    Cloud.Routes,
                    Friday,
                    "version: 1\nroutes:\n  - name: [friday\n"u8.ToArray()
                );
                RoutesBroken++;
                break;
            case 1:
                cloud.Emulator.ObjectStorage.Put(
                    Cloud.Routes,
                    "y-comment.yaml",
                    Encoding.UTF8.GetBytes($"# {random.Next()}\nversion: 1\nroutes: []\n")
                );
                RoutesChanged++;
                break;
        }
    }

    private void Clear()
    {
        cloud.Emulator.Faults.Clear();
        cloud.Emulator.Credentials.Renew();
        cloud.Emulator.ObjectStorage.Delete(Cloud.Routes, Friday);
        cloud.Emulator.ObjectStorage.Delete(Cloud.Routes, CostlyRoutes.Name);
        clocks.Clear();
    }
}
