using System.Text;
using System.Text.Json;
using CsCheck;
using Dispatcher.Emulator.Buckets;

namespace Dispatcher.Emulator.Tests;

public sealed class ListingTests(SharedTenancy shared) : IClassFixture<SharedTenancy>
{
    // Few letters, so that prefixes and bounds meet; the last ones are where UTF-16 and UTF-8 order differ.
    private static readonly string[] Letters = ["a", "b", "/", "0", ".", "ä", "\uFFFD", "😀", "\uE000"];
    private static readonly Gen<string> Name = Gen.OneOf(Letters.Select(letter => Gen.Const(letter)).ToArray())
        .Array[1, 6]
        .Select(letters => string.Concat(letters));
    private static readonly Gen<string?> Bound = Gen.Frequency(
        (2, Gen.Const((string?)null)),
        (1, Name.Select(name => (string?)name))
    );
    private static readonly ObjectStorageState Nowhere = new(new());

    [Fact]
    public void Names_are_ordered_by_their_UTF8_bytes() =>
        Gen.Select(Name, Name)
            .Sample(
                (one, other) =>
                    Math.Sign(Utf8Order.Instance.Compare(one, other))
                    == Math.Sign(Bytes(one).AsSpan().SequenceCompareTo(Bytes(other)))
            );

    [Fact]
    public void Pages_of_any_size_together_give_what_the_bounds_leave_in_order() =>
        Gen.Select(Name.Array[0, 40], Gen.OneOf(Gen.Const(""), Name), Bound, Bound, Bound, Gen.Int[1, 7], Gen.Bool)
            .Sample(
                (names, prefix, start, after, end, limit, folded) =>
                {
                    EmulatedBucket bucket = Bucket(names);
                    var query = new ListQuery
                    {
                        Prefix = prefix,
                        Start = start,
                        StartAfter = after,
                        End = end,
                        Limit = limit,
                        Folded = folded,
                    };
                    var objects = new List<string>();
                    var prefixes = new List<string>();
                    while (true)
                    {
                        ListPage page = bucket.List(query);
                        Assert.True(page.Objects.Count + page.Prefixes.Count <= limit);
                        objects.AddRange(page.Objects.Select(stored => stored.Name));
                        prefixes.AddRange(page.Prefixes);
                        if (page.NextStart is null)
                            break;
                        Assert.Equal(limit, page.Objects.Count + page.Prefixes.Count);
                        query = query with { Start = page.NextStart };
                    }

                    // The oracle: sort, filter, fold.
                    string[] left =
                    [
                        .. names
                            .Distinct()
                            .OrderBy(Bytes, ByteOrder)
                            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                            .Where(name => start is null || ByteOrder.Compare(Bytes(name), Bytes(start)) >= 0)
                            .Where(name => after is null || ByteOrder.Compare(Bytes(name), Bytes(after)) > 0)
                            .Where(name => end is null || ByteOrder.Compare(Bytes(name), Bytes(end)) < 0),
                    ];
                    int Slash(string name) => folded ? name.IndexOf('/', prefix.Length) : -1;
                    Assert.Equal(left.Where(name => Slash(name) < 0), objects);
                    Assert.Equal(
                        left.Where(name => Slash(name) >= 0).Select(name => name[..(Slash(name) + 1)]).Distinct(),
                        prefixes
                    );
                }
            );

    [Fact]
    public void Deleted_objects_are_gone_from_the_listing() =>
        Gen.Select(Name.Array[0, 30], Name.Array[0, 30])
            .Sample(
                (names, deleted) =>
                {
                    EmulatedBucket bucket = Bucket(names);
                    foreach (string name in deleted)
                        bucket.Delete(name);
                    Assert.Equal(
                        names.Except(deleted).OrderBy(Bytes, ByteOrder),
                        bucket.List(new()).Objects.Select(stored => stored.Name)
                    );
                }
            );

    [Theory]
    [InlineData("", """{"objects":[{"name":"a"},{"name":"b/c"},{"name":"b/d"},{"name":"e f"}]}""")]
    [InlineData("?limit=2", """{"objects":[{"name":"a"},{"name":"b/c"}],"nextStartWith":"b/d"}""")]
    [InlineData("?limit=2&start=b%2Fd", """{"objects":[{"name":"b/d"},{"name":"e f"}]}""")]
    [InlineData("?startAfter=b%2Fd", """{"objects":[{"name":"e f"}]}""")]
    [InlineData("?start=b%2Fc&end=e", """{"objects":[{"name":"b/c"},{"name":"b/d"}]}""")]
    [InlineData("?prefix=e+", """{"objects":[{"name":"e f"}]}""")]
    [InlineData("?prefix=e%20", """{"objects":[{"name":"e f"}]}""")]
    [InlineData("?prefix=z", """{"objects":[]}""")]
    [InlineData("?delimiter=%2F", """{"objects":[{"name":"a"},{"name":"e f"}],"prefixes":["b/"]}""")]
    [InlineData("?delimiter=%2F&prefix=b%2F", """{"objects":[{"name":"b/c"},{"name":"b/d"}],"prefixes":[]}""")]
    [InlineData("?delimiter=/&limit=1&start=b/c", """{"objects":[],"prefixes":["b/"],"nextStartWith":"e f"}""")]
    [InlineData("?limit=1&fields=name%2Csize", """{"objects":[{"name":"a","size":1}],"nextStartWith":"b/c"}""")]
    public async Task A_listing_answers_its_parameters(string query, string expected)
    {
        EmulatedBucket bucket = shared.Tenancy.Emulator.ObjectStorage.CreateBucket("listed");
        foreach (string name in (string[])["e f", "b/d", "a", "b/c"])
            bucket.Put(name, "x"u8.ToArray());
        Reply reply = await shared.Tenancy.SendAsync("GET", "/n/emulated/b/listed/o" + query);
        Assert.Equal((200, expected), (reply.Status, reply.Text));
    }

    [Fact]
    public async Task A_listing_gives_every_field_that_is_asked_for()
    {
        EmulatedObject stored = shared
            .Tenancy.Emulator.ObjectStorage.CreateBucket("fields")
            .Put("a", "abc"u8.ToArray());
        Reply reply = await shared.Tenancy.SendAsync(
            "GET",
            "/n/emulated/b/fields/o?fields=name,size,etag,md5,timeCreated,timeModified,storageTier,archivalState"
        );
        JsonElement item = Assert.Single(reply.Json.GetProperty("objects").EnumerateArray());
        Assert.Equal(
            ["name", "size", "etag", "md5", "timeCreated", "timeModified", "storageTier", "archivalState"],
            item.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(
            (stored.ETag, "kAFQmDzST7DWlj99KOF/cg=="),
            (item.GetProperty("etag").GetString(), item.GetProperty("md5").GetString())
        );
        Assert.True(item.GetProperty("timeModified").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public async Task A_page_holds_a_thousand_names()
    {
        EmulatedBucket bucket = shared.Tenancy.Emulator.ObjectStorage.CreateBucket("many", objectEvents: false);
        for (int n = 0; n < 2500; n++)
            bucket.Put($"{n * 7919 % 2500:0000}", default);
        var names = new List<string>();
        var sizes = new List<int>();
        string? next = "";
        while (next is not null)
        {
            Reply reply = await shared.Tenancy.SendAsync("GET", $"/n/emulated/b/many/o?start={next}");
            string[] page =
            [
                .. reply
                    .Json.GetProperty("objects")
                    .EnumerateArray()
                    .Select(item => item.GetProperty("name").GetString()!),
            ];
            names.AddRange(page);
            sizes.Add(page.Length);
            next = reply.Json.TryGetProperty("nextStartWith", out JsonElement start) ? start.GetString() : null;
        }

        Assert.Equal([1000, 1000, 500], sizes);
        Assert.Equal(Enumerable.Range(0, 2500).Select(n => $"{n:0000}"), names);
    }

    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create(
        (one, other) => one.AsSpan().SequenceCompareTo(other)
    );

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);

    private static EmulatedBucket Bucket(IEnumerable<string> names)
    {
        var bucket = new EmulatedBucket(Nowhere, "ns", "b");
        foreach (string name in names)
            bucket.Put(name, default);
        return bucket;
    }
}
