using System.Text.Json;
using Dispatcher.Cli.Input;

namespace Dispatcher.Cli.Tests;

/// <summary>A log is read whatever collected it, and whatever else stands in it.</summary>
public sealed class FunctionLogTests
{
    private const string Event = """{"event":"invocation","routeSet":"sha256:0","shadow":[],"object":{"name":"a"}}""";

    public static TheoryData<string, int> Lines =>
        new()
        {
            { Event, 1 },
            { "2026-11-29T08:00:00Z " + Event, 1 },
            { "[app] [2026-11-29] " + Event, 1 },
            { Wrapped(Event, 3), 1 },
            { Wrapped(Event, 12), 0 },
            { """{"event":"routes.loaded","routeSet":"sha256:0"}""", 0 },
            { string.Concat(Enumerable.Repeat("x[", 200_000)), 0 },
            { string.Concat(Enumerable.Repeat("[", 200_000)), 0 },
            { "x{" + Event, 0 },
        };

    [Theory]
    [MemberData(nameof(Lines), DisableDiscoveryEnumeration = true)]
    public async Task An_event_is_found_behind_what_stands_before_it_and_in_a_few_documents(string line, int events)
    {
        var found = new List<string?>();
        using var reader = new StringReader($"{line}\n{Event}\n");

        FunctionLog log = await FunctionLog.ReadAsync(
            reader,
            element => found.Add(FunctionLog.Text(FunctionLog.Member(element, "object")!.Value, "name")),
            CancellationToken.None
        );

        Assert.Equal((long)events + 1, log.Events);
        Assert.Equal(Enumerable.Repeat("a", events + 1), found);
    }

    // As a member of a document, and as text in it, in turn.
    private static string Wrapped(string line, int times)
    {
        for (int i = 0; i < times; i++)
            line =
                i % 2 == 0
                    ? JsonSerializer.Serialize(new Dictionary<string, string> { ["data"] = line })
                    : $$"""{"m":{{line}}}""";
        return line;
    }
}
