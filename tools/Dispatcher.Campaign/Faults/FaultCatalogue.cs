using Dispatcher.Emulator.Faults;
using Dispatcher.Emulator.Model;

namespace Dispatcher.Campaign.Faults;

/// <summary>What can go wrong where.</summary>
internal static class FaultCatalogue
{
    /// <summary>The longest that a slow service takes: longer than most calls have.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(2_500);

    // What any service, and what stands in front of it, can do.
    private static readonly (string Name, Fault Fault)[] Everywhere =
    [
        ("429", Fault.Throttle()),
        ("429 with Retry-After", Fault.Throttle(TimeSpan.FromSeconds(1))),
        ("500", Fault.Status(500)),
        ("503", Fault.Status(503)),
        ("slow", Fault.Slow(TimeSpan.FromMilliseconds(60))),
        ("slow", Fault.Slow(TimeSpan.FromMilliseconds(400))),
        ("slow", Fault.Slow(Longest)),
        ("slow, then 503", Fault.Status(503) with { Delay = TimeSpan.FromMilliseconds(400), AfterWork = true }),
        ("reset before", Fault.ResetBefore()),
        ("reset after", Fault.ResetAfter()),
        ("a proxy's page", Fault.Html()),
        ("no body", Fault.EmptyBody()),
        ("answer cut short", Fault.CutShort()),
        // What stands in front of a service answers for it, and calls it a success.
        ("a page with 200", Fault.Html(200)),
        ("done, and a page with 200", Fault.Html(200) with { AfterWork = true }),
        ("nothing with 200", Fault.EmptyBody(200)),
    ];

    private static readonly string[] Places =
    [
        Operations.CreateTaskRun,
        Operations.ListTaskRuns,
        Operations.PutObject,
        Operations.ListObjects,
        Operations.GetObject,
        Operations.DeleteObject,
    ];

    /// <summary>Every fault with its operation.</summary>
    public static IReadOnlyList<(string Operation, Fault Fault)> All { get; } =
    [
        .. Places.SelectMany(operation => Everywhere.Select(one => (operation, one.Fault))),
        (Operations.PutObject, Fault.Status(404, "BucketNotFound")),
    ];

    /// <summary>A fault's name in the report.</summary>
    public static string NameOf(Fault fault) =>
        Everywhere.FirstOrDefault(one => one.Fault == fault).Name
        ?? fault.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
