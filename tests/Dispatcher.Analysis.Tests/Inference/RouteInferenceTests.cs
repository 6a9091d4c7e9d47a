using Dispatcher.Analysis.Inference;

namespace Dispatcher.Analysis.Tests.Inference;

public sealed class RouteInferenceTests
{
    // Names, then the expressions in the order the routes are tried.
    public static TheoryData<string[], string[]> Cases() =>
        new()
        {
            { ["a/2026-11-23.csv"], [@"a/(?<date>\d{4}-\d{2}-\d{2})\.csv"] },
            { ["a/2026-13-23.csv"], [@"a/(?<year>\d{4})-(?<number>\d+)-(?<number2>\d+)\.csv"] },
            { ["a/20261123.csv", "a/20261124.csv"], [@"a/(?<date>\d{8})\.csv"] },
            { ["a/20261123T0900Z.csv"], [@"a/(?<date>\d{8})T(?<time>\d{4})Z\.csv"] },
            { ["a/2026/11/23/07/x.csv"], [@"a/(?<year>\d{4})/(?<month>\d{2})/(?<day>\d{2})/(?<hour>\d{2})/x\.csv"] },
            { ["year=2026/month=1/x.csv"], [@"year=(?<year>\d{4})/month=(?<month>\d+)/x\.csv"] },
            { ["dt=2026-11-23/x.csv"], [@"dt=(?<dt>\d{4}-\d{2}-\d{2})/x\.csv"] },
            { ["a/de/x.csv", "a/fr/x.csv"], [@"a/(?<country>[a-z]{2})/x\.csv"] },
            { ["a/x.csv", "a/x.json"], [@"a/x\.(?<extension>csv|json)"] },
            { ["a/x.csv", "a/x.csv.md5"], [@"a/x\.csv\.md5", @"a/x\.csv"] },
            { ["a/x.csv", "b/x.csv"], [@"a/x\.csv", @"b/x\.csv"] },
            { ["a/ann.csv", "a/bob.csv", "a/claire-ann.csv"], [@"a/(?<stem>[a-z\-]+)\.csv"] },
            { ["a/b(1)+[2].csv"], [@"a/b\((?<number>\d+)\)\+\[(?<number2>\d+)\]\.csv"] },
            { ["a/Größe.csv", "a/Länge.csv"], [@"a/(?<stem>[\p{L}\p{M}]+)\.csv"] },
            { ["a/x/n.csv", "a/n.csv", "a/x/y/n.csv"], [@"a/(?:(?<path>[a-z]+(?:/[a-z]+)*)/)?n\.csv"] },
            {
                ["a/0b1f5a0e-7d0c-4c51-9d2f-1f1f6f0f8a11.csv"],
                [@"a/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.csv"]
            },
            { ["noextension", ".hidden"], [@"(?<stem>[a-z.]*[a-z][a-z.]*)"] },
            { ["a//b.csv"], [@"a//b\.csv"] },
            { ["/a/b.csv"], [@"(?:/)a/b\.csv"] },
            { ["a/😀.csv"], [@"a/😀\.csv"] },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_become_patterns_with_groups_named_after_what_they_look_like(string[] names, string[] expected)
    {
        RouteProposal proposal = RouteInference.Propose(names, null, "routes.yaml", [], CancellationToken.None);
        Assert.Empty(proposal.Problems.Select(problem => problem.ToString()));
        Assert.Empty(proposal.NotTaken);
        Assert.Equal(expected, proposal.Routes.Select(route => route.Object));
    }

    [Theory]
    [InlineData("a/", "it is a folder of the console")]
    [InlineData("a/../b", "it has a folder `.` or `..`, which no request may name")]
    [InlineData("a\u0001b", "it has characters that do not print")]
    [InlineData("a\u202Eb", "it has characters that do not print")]
    public void A_name_that_no_route_should_take_is_left_out_with_the_reason(string name, string reason)
    {
        RouteProposal proposal = RouteInference.Propose([name, "b"], null, "routes.yaml", [], CancellationToken.None);
        Assert.Equal((name, reason), Assert.Single(proposal.Left));
        Assert.Equal(["b"], proposal.Routes.Select(route => route.Object));
    }

    [Fact]
    public void Levels_go_from_the_values_that_there_are_to_the_folder_and_extension()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"a/{"xyz"[i % 3]}yz/{2020 + i}.csv")];
        RouteProposal proposal = RouteInference.Propose(
            [.. names, "a/other.csv"],
            null,
            "routes.yaml",
            [],
            CancellationToken.None
        );
        InferredRoute route = proposal.Routes.Single(route => route.Names.Length == 9);
        Assert.Equal(
            [
                (@"a/(?<code>xyz|yyz|zyz)/(?<year>(?:19|20)\d{2})\.csv", 9),
                (@"a/(?<code>[a-z]{3})/(?<year>\d{4})\.csv", 9),
                (@"a/(?<code>[^/]+)/(?<year>[^/]+)\.csv", 9),
                (@"a/.+\.csv", 10),
            ],
            route.Levels([.. names, "a/other.csv"]).Select(level => (level.Object, level.Taken))
        );
    }

    [Fact]
    public void A_listing_of_thousands_of_names_without_any_order_still_gives_routes_that_take_all()
    {
        var random = new Random(7);
        string[] names =
        [
            .. Enumerable
                .Range(0, 1_000)
                .Select(_ => new string(random.GetItems("abAB12-_./ =()".ToCharArray(), random.Next(1, 24)))),
        ];
        RouteProposal proposal = RouteInference.Propose(
            names,
            null,
            "routes.yaml",
            [],
            new CancellationTokenSource(TimeSpan.FromSeconds(2)).Token
        );
        Assert.Empty(proposal.NotTaken);
        Assert.NotNull(proposal.Planner);
        // What time does not suffice for is said; nothing else is wrong.
        Assert.All(proposal.Problems, problem => Assert.Equal("RD511", problem.Code));
    }
}
