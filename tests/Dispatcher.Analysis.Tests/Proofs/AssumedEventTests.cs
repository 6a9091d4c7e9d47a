using Dispatcher.Analysis.Proofs;
using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.TestKit;

namespace Dispatcher.Analysis.Tests.Proofs;

public sealed class AssumedEventTests
{
    private static readonly DispatchPlanner Planner = Given.Planner(
        """
        version: 1
        routes:
          - { name: a, match: { object: a/.*, bucket: '[a-z]+', namespace: n1 }, task: { key: k } }
          - { name: b, match: { object: b/.*, bucket: [landing, pool], compartment: c1 }, task: { key: k } }
          - { name: c, match: { object: b/.*, bucket: other }, task: { key: k } }
          - { name: d, state: disabled, match: { object: d/.*, bucket: closed }, task: { key: k } }
        """
    );

    [Theory]
    // a bucket pattern that is no literal has its stand-in
    [InlineData("a/x", null, null, null, "bucket n1 compartment")]
    [InlineData("b/x", null, null, null, "landing namespace c1")] // the first place where a route takes it
    [InlineData("b/x", "pool", null, null, "pool namespace c1")] // what is said is kept
    [InlineData("b/x", null, null, "c2", "other namespace c2")]
    [InlineData("b/x", "nowhere", "n2", "c2", "nowhere n2 c2")]
    // nobody takes it: the first place that the routes name
    [InlineData("d/x", null, null, null, "bucket n1 compartment")]
    public void What_is_not_said_is_taken_from_the_routes(
        string name,
        string? bucket,
        string? space,
        string? compartment,
        string expected
    )
    {
        EventReading reading = AssumedEvent.Read(
            Planner,
            new EventDocument { Object = name },
            (MatchKeys.Bucket, bucket),
            (MatchKeys.Namespace, space),
            (MatchKeys.Compartment, compartment)
        );

        StorageEvent made = Assert.IsType<EventReading.Accepted>(reading).Event;
        Assert.Equal(expected, $"{made.Bucket} {made.Namespace} {made.CompartmentName}");
    }

    [Fact]
    public void A_place_where_a_fallback_takes_the_object_comes_after_those_where_another_route_does()
    {
        DispatchPlanner planner = Given.Planner(
            """
            version: 1
            defaults: { task: { key: k } }
            routes:
              - { name: any, fallback: true, match: { object: .* } }
              - { name: a, match: { object: a/.*, bucket: first } }
              - { name: b, match: { object: b/.*, bucket: second } }
            """
        );

        string Bucket(string name) =>
            Assert
                .IsType<EventReading.Accepted>(AssumedEvent.Read(planner, new EventDocument { Object = name }))
                .Event.Bucket;

        Assert.Equal(["second", "first"], ((string[])["b/x", "z"]).Select(Bucket));
    }

    [Fact]
    public void A_name_that_no_object_can_have_is_malformed() =>
        Assert.IsType<EventReading.Malformed>(AssumedEvent.Read(Planner, new EventDocument { Object = "" }));
}
