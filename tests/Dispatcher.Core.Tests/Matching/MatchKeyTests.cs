using System.Text;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Matching;

/// <summary>routes-v1, "match": <c>where</c>, and <c>except</c> by key.</summary>
public sealed class MatchKeyTests
{
    private const string Task = "task: { key: k }";

    [Theory]
    [InlineData("data.additionalDetails.archivalState: Available", true)]
    [InlineData("data.additionalDetails.archivalState: [Archived, Avail.*]", true)]
    [InlineData("data.additionalDetails.archivalState: Avail", false)] // the whole text, not a part of it
    [InlineData("data.additionalDetails.archivalState: available", false)]
    [InlineData("data.size: '42'", true)]
    [InlineData("data.size: 42", true)]
    [InlineData("data.size: '4\\d'", true)]
    [InlineData("data.ratio: '1\\.50'", true)] // every digit as JSON writes it
    [InlineData("data.ratio: '1\\.5'", false)]
    [InlineData("data.first: 'true'", true)]
    [InlineData("data.first: 'True'", false)]
    [InlineData("data.empty: ''", true)]
    [InlineData("data.nothing: '.*'", false)] // null
    [InlineData("data.additionalDetails: '.*'", null)] // an object in every event: a load error
    [InlineData("data.list: '.*'", false)]
    [InlineData("data.map: '.*'", false)]
    [InlineData("data.map.inner: deep", true)]
    [InlineData("data.missing: '.*'", false)]
    [InlineData("data.size.more: '.*'", false)] // a number has no members
    [InlineData("eventTypeVersion: '2.0'", true)]
    [InlineData("data.size: '42', data.first: 'true'", true)] // all of them
    [InlineData("data.size: '42', data.first: 'false'", false)]
    public void Where_compares_the_whole_text_of_an_event_member(string where, bool? matches)
    {
        RouteLoad load = Given.Load(Given.Route($"match: {{ object: a, where: {{ {where} }} }}\n{Task}"));
        if (matches is null)
        {
            Assert.Null(load.Set);
            return;
        }

        Assert.True(load.Set is not null, string.Join('\n', load.Diagnostics));
        StorageEvent storageEvent = Event();
        Assert.Equal(matches, RouteMatcher.Match(load.Set.Routes[0], storageEvent) is not null);
        Assert.Equal(matches, !RouteTable.Build(load.Set).Match(storageEvent).IsEmpty);
    }

    [Theory]
    [InlineData("{ bucket: scratch }", "scratch", false)]
    [InlineData("{ bucket: scratch }", "landing", true)]
    [InlineData("{ bucket: [scratch, 'tmp-.*'] }", "tmp-1", false)]
    [InlineData("{ bucket: scratch, object: b }", "landing", true)]
    [InlineData("{ bucket: scratch, object: a }", "landing", false)]
    [InlineData("{ object: a }", "landing", false)]
    [InlineData("a", "landing", false)]
    [InlineData("{ compartment: compartment }", "landing", false)]
    [InlineData("{ compartment: 'ocid1\\.compartment\\..*' }", "landing", false)] // by name or OCID, as the condition
    [InlineData("{ namespace: other }", "landing", true)]
    public void Except_by_key_takes_out_what_matches(string except, string bucket, bool matches)
    {
        RouteSet set = Given.Set(Given.Route($"match: {{ object: '[ab]', except: {except} }}\n{Task}"));
        StorageEvent storageEvent = Given.Event("a", bucket);

        Assert.Equal(matches, RouteMatcher.Match(set.Routes[0], storageEvent) is not null);
        Assert.Equal(matches, !RouteTable.Build(set).Match(storageEvent).IsEmpty);
    }

    [Theory]
    [InlineData(
        "where: { data.additionalDetails.archivalState: Archived }",
        "where.data.additionalDetails.archivalState",
        "A",
        "the event member `data.additionalDetails.archivalState` is \"Available\", and the route takes `Archived`"
    )]
    [InlineData(
        "where: { data.list: x }",
        "where.data.list",
        "",
        "the event has no text, number or Boolean at `data.list`, and the route takes `x`"
    )]
    [InlineData(
        "except: { bucket: 'b.*' }",
        "except",
        null,
        "the bucket is \"bucket\", and the route leaves out `b.*`"
    )]
    public void An_unmatched_event_is_explained_by_the_key(string key, string failed, string? accepted, string text)
    {
        DispatchPlanner planner = Given.Planner(Given.Route($"match: {{ object: a, {key} }}\n{Task}"));

        var explanation = planner.Explain(Event())[0];

        Assert.Equal((failed, accepted, $"`r`: {text}"), (explanation.Failed, explanation.Accepted, explanation.Text));
    }

    [Theory]
    [InlineData("where: Available", "4:32: error RD002: `where` is \"Available\"; write a map from the path")]
    [InlineData("where: {}", "4:32: error RD005: `where` is an empty map; write `where: {")]
    [InlineData(
        "where: { a..b: x }",
        "4:34: error RD005: the path \"a..b\" has an empty name; write names with one dot"
    )]
    [InlineData("where: { '': x }", "4:34: error RD005: the path \"\" has an empty name")]
    [InlineData("where: { data: x }", "4:34: error RD005: `data` is an object in every event")]
    [InlineData("where: { data: { size: x } }", "4:34: error RD005: `data` is an object in every event")]
    [InlineData("where: { mine: { size: x } }", "4:40: error RD002: `mine` is a map; write the whole path in one key")]
    [InlineData("where: { a.b: '(' }", "4:40: error RD101")]
    [InlineData("where: { a.b: [] }", "4:39: error RD005: `a.b` is an empty list")]
    [InlineData("where: { a.b: x, a.b: y }", "error RD006: `where` has the key \"a.b\" twice")]
    [InlineData("except: {}", "4:33: error RD005: `except` is an empty map; write `except: { bucket: PATTERN }`")]
    [InlineData("except: { bukket: x }", "4:35: error RD003: `except` has no key \"bukket\"; did you mean `bucket`?")]
    [InlineData("except: { event: create }", "4:35: error RD003: `except` has no key \"event\"; it has object, bucket")]
    [InlineData("except: { bucket: '(' }", "4:44: error RD101")]
    public void A_wrong_key_is_an_error_with_its_place_and_advice(string key, string error)
    {
        RouteLoad load = Given.Load(Given.Route($"match: {{ object: a, {key} }}\n{Task}"));

        Assert.Contains(error, Assert.Single(load.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_checked_and_inherited()
    {
        const string Routes = "routes: [{ name: r, match: { object: a }, task: { key: k } }]";
        RouteSet set = Given.Set($"version: 1\ndefaults: {{ match: {{ where: {{ data.size: '42' }} }} }}\n{Routes}");
        Assert.Equal("where.data.size", Assert.Single(set.Routes[0].Match.Conditions).Name);

        RouteLoad wrong = Given.Load("version: 1\ndefaults: { match: { where: { data.size: '(' } } }\nroutes: []");
        Assert.Contains("RD101", Assert.Single(wrong.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_by_name_gets_the_text_that_the_route_asks_for()
    {
        RouteSet set = Given.Set(
            Given.Route(
                $"match: {{ object: a, where: {{ data.additionalDetails.storageTier: Archive }} }}\n{Task}\n"
                    + "tests: [{ object: a, expect: { route: r } }]"
            )
        );

        Assert.NotNull(RouteMatcher.Match(set.Routes[0], set.Routes[0].Tests[0].Event));
    }

    [Fact]
    public void Routes_without_where_are_decided_without_an_allocation()
    {
        RouteTable table = RouteTable.Build(
            Given.Set(Given.Route($"match: {{ object: 'a.*', bucket: b, except: {{ bucket: c }} }}\n{Task}"))
        );
        StorageEvent storageEvent = Given.Event("a1");
        for (int i = 0; i < 100; i++)
            table.Match(storageEvent);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            table.Match(storageEvent);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Every_key_gives_what_a_made_up_event_was_given() =>
        Assert.All(MatchKeys.All.Append(MatchKeys.Where("data.mine.own")), key =>
        {
            EventDocument document = key.With(new EventDocument { Object = "object" }, "given");
            Assert.Equal("given", key.Given(document));
            Assert.Equal("given", key.Value(Given.Event(document)));
        });

    private static StorageEvent Event() =>
        Assert
            .IsType<EventReading.Accepted>(
                EventReader.Read(
                    Encoding.UTF8.GetBytes(
                        """
                        {
                          "eventType": "com.oraclecloud.objectstorage.createobject", "cloudEventsVersion": "0.1",
                          "eventTypeVersion": "2.0", "eventID": "i", "eventTime": "2026-01-01T00:00:00Z",
                          "data": {
                            "resourceName": "a", "size": 42, "ratio": 1.50, "first": true, "empty": "", "nothing": null,
                            "list": ["x"], "map": { "inner": "deep" },
                            "additionalDetails": {
                              "bucketName": "bucket", "namespace": "n", "archivalState": "Available"
                            }
                          }
                        }
                        """
                    )
                )
            )
            .Event;
}
