using System.Text.Json;
using CsCheck;
using Dispatcher.Emulator.Runs;

namespace Dispatcher.Emulator.Tests;

public sealed class TaskRunListingTests
{
    [Theory]
    [InlineData("", "dcba")]
    [InlineData("?sortOrder=ASC", "abcd")]
    [InlineData("?sortBy=TIME_CREATED&sortOrder=ASC", "abcd")]
    [InlineData("?sortBy=DISPLAY_NAME", "dbac")]
    [InlineData("?sortBy=DISPLAY_NAME&sortOrder=DESC", "cabd")]
    [InlineData("?name=n1", "b")]
    [InlineData("?name=none", "")]
    [InlineData("?identifier=C", "c")]
    [InlineData("?identifier=C&identifier=A", "ca")]
    [InlineData("?identifier=c", "")]
    [InlineData("?name=n2&identifier=A", "a")]
    [InlineData("?name=n2&identifier=B", "")]
    [InlineData("?aggregatorKey=other", "d")]
    [InlineData("?aggregatorKey=flatten-task", "cba")]
    [InlineData("?nameStartsWith=n", "cba")]
    [InlineData("?nameContains=3", "dc")]
    [InlineData("?filter=status%20eq%20SUCCESS", "ba")]
    [InlineData("?filter=status+eq+Failed", "c")]
    [InlineData("?filter=status%20eq%20NOT_STARTED", "d")]
    [InlineData("?filter=status%20eq%20SUCCESS&filter=name%20eq%20n2", "a")]
    [InlineData("?key=KEY-a&key=KEY-d&key=none", "da")]
    [InlineData("?limit=2", "dc")]
    public async Task Runs_are_filtered_and_ordered(string query, string expected)
    {
        var clock = ManualTime.FromNow();
        await using Tenancy tenancy = await Tenancy.StartAsync(
            new() { RunTime = clock, CourseOf = run => new() { Error = run.Identifier == "C" ? "broken" : null } }
        );
        tenancy.Emulator.DataIntegration.AddTask(Tenancy.Workspace, Tenancy.Application, new("other"));
        var keys = new Dictionary<string, string>();
        foreach (
            (string name, string identifier, string task) in ((string, string, string)[])
                [("n2", "A", Tenancy.Task), ("n1", "B", Tenancy.Task), ("n3", "C", Tenancy.Task), ("m3", "D", "other")]
        )
        {
            if (identifier == "D")
                clock.Advance(TimeSpan.FromMinutes(1));
            Reply created = await tenancy.CreateAsync(
                task,
                more: $",\"name\":\"{name}\",\"identifier\":\"{identifier}\""
            );
            keys[identifier.ToLowerInvariant()] = created.Json.GetProperty("key").GetString()!;
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        foreach ((string letter, string key) in keys)
            query = query.Replace($"KEY-{letter}", key, StringComparison.Ordinal);
        Reply reply = await tenancy.SendAsync("GET", Tenancy.Runs + query);
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            expected,
            string.Concat(Items(reply).Select(run => run.GetProperty("identifier").GetString()!.ToLowerInvariant()))
        );
    }

    [Fact]
    public async Task Only_the_fields_that_are_asked_for_come_and_the_key_always()
    {
        await using Tenancy tenancy = await Tenancy.StartAsync();
        await tenancy.CreateAsync();
        Reply reply = await tenancy.SendAsync("GET", $"{Tenancy.Runs}?fields=name&fields=status");
        Assert.Equal(
            ["key", "name", "status"],
            Assert.Single(Items(reply)).EnumerateObject().Select(member => member.Name)
        );
    }

    [Theory]
    [InlineData("sortOrder=ASC")]
    [InlineData("sortOrder=DESC")]
    [InlineData("sortBy=DISPLAY_NAME&sortOrder=ASC")]
    [InlineData("sortBy=DISPLAY_NAME&sortOrder=DESC")]
    [InlineData("sortBy=TIME_UPDATED")]
    public async Task Pages_of_any_size_hold_every_run_once_though_more_are_created_meanwhile(string order)
    {
        // All at the same time, so that only the order of creation decides.
        await using Tenancy tenancy = await Tenancy.StartAsync(new() { RunTime = ManualTime.FromNow() });
        for (int n = 0; n < 11; n++)
            await tenancy.CreateAsync(more: $",\"name\":\"n{n % 3}\"");
        string[] whole = [.. Items(await tenancy.SendAsync("GET", $"{Tenancy.Runs}?{order}")).Select(Key)];
        Assert.Equal(11, whole.Distinct().Count());

        for (int limit = 1; limit <= 12; limit++)
        {
            var keys = new List<string>();
            string? page = "";
            while (page is not null)
            {
                Reply reply = await tenancy.SendAsync("GET", $"{Tenancy.Runs}?{order}&limit={limit}{page}");
                keys.AddRange(Items(reply).Select(Key));
                page = reply.Headers.TryGetValue("opc-next-page", out string? next) ? $"&page={next}" : null;
                if (limit == 4)
                    await tenancy.CreateAsync(more: ",\"name\":\"n1\"");
            }

            Assert.Equal(whole, keys.Where(whole.Contains));
            Assert.Equal(keys.Count, keys.Distinct().Count());
        }
    }

    [Fact]
    public void A_page_token_reads_back() =>
        Gen.Select(Gen.String, Gen.Long[0, long.MaxValue])
            .Sample(
                (value, sequence) =>
                {
                    // Half a surrogate pair cannot be written in UTF-8, and names come from there.
                    value = string.Concat(value.Where(letter => !char.IsSurrogate(letter)));
                    Assert.Equal(
                        new PageToken(value, sequence),
                        PageToken.Read(new PageToken(value, sequence).ToString())
                    );
                }
            );

    private static JsonElement[] Items(Reply reply) => [.. reply.Json.GetProperty("items").EnumerateArray()];

    private static string Key(JsonElement run) => run.GetProperty("key").GetString()!;
}
