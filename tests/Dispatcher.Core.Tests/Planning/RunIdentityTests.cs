using Dispatcher.Events;
using Dispatcher.Planning;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Planning;

public sealed class RunIdentityTests
{
    private static readonly EventDocument Document = new()
    {
        Object = "a/b.csv",
        Bucket = "bucket",
        Namespace = "space",
        ETag = "tag",
        Id = "1",
    };

    [Fact]
    public void The_token_the_identifier_and_the_name_have_the_form_the_service_takes()
    {
        RunIdentity identity = RunIdentity.Of(Given.Event(Document), "route", "task");

        Assert.Matches("^[0-9a-f]{64}$", identity.RetryToken);
        Assert.Matches("^RD_[0-9A-F]{32}$", identity.Identifier);
        Assert.Equal($"route-b-{identity.RetryToken[..12]}", identity.NameFor("route", "b"));
    }

    [Theory]
    [InlineData("a b/ü:c", "a_b__c")]
    [InlineData("", "")]
    public void A_stem_goes_into_the_name_with_harmless_characters_only(string stem, string kept)
    {
        RunIdentity identity = RunIdentity.Of(Given.Event(Document), "r", "t");

        Assert.Equal(
            kept.Length == 0
                ? $"r--{identity.Hash}"
                : $"r-{stem.Replace(' ', '_').Replace('/', '_').Replace('ü', '_').Replace(':', '_')}-{identity.Hash}",
            identity.NameFor("r", stem)
        );
    }

    [Fact]
    public void Another_delivery_of_the_same_object_version_is_the_same_run()
    {
        StorageEvent first = Given.Event(Document),
            again = Given.Event(Document with { Id = "2", Time = DateTimeOffset.UnixEpoch.AddDays(1) });

        Assert.Equal(RunIdentity.Of(first, "r", "t"), RunIdentity.Of(again, "r", "t"));
    }

    [Fact]
    public void Create_and_update_of_one_version_are_the_same_run()
    {
        StorageEvent created = Given.Event(Document with { Kind = ObjectEventKind.Create }),
            updated = Given.Event(Document with { Kind = ObjectEventKind.Update });

        Assert.Equal(RunIdentity.Of(created, "r", "t"), RunIdentity.Of(updated, "r", "t"));
    }

    public static TheoryData<string> Parts { get; } =
    ["name", "bucket", "namespace", "etag", "no etag", "deleted", "route", "task", "moved border"];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_part_makes_another_run(string part)
    {
        EventDocument other = part switch
        {
            "name" => Document with { Object = "a/b.csw" },
            "bucket" => Document with { Bucket = "bucket2" },
            "namespace" => Document with { Namespace = "space2" },
            "etag" => Document with { ETag = "tag2" },
            "no etag" => Document with { ETag = null, Id = "tag" },
            "deleted" => Document with { Kind = ObjectEventKind.Delete },
            "moved border" => Document with { Namespace = "spaceb", Bucket = "ucket" },
            _ => Document,
        };

        Assert.NotEqual(
            RunIdentity.Of(Given.Event(Document), "r", "t").RetryToken,
            RunIdentity.Of(Given.Event(other), part == "route" ? "r2" : "r", part == "task" ? "t2" : "t").RetryToken
        );
    }

    [Fact]
    public void Without_an_entity_tag_the_event_id_takes_its_place()
    {
        StorageEvent one = Given.Event(Document with { ETag = null }),
            two = Given.Event(Document with { ETag = null, Id = "2" });

        Assert.NotEqual(RunIdentity.Of(one, "r", "t"), RunIdentity.Of(two, "r", "t"));
    }
}
