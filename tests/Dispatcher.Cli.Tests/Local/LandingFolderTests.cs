using System.Collections.Immutable;
using Dispatcher.Cli.Local;
using Dispatcher.Events;

namespace Dispatcher.Cli.Tests.Local;

public sealed class LandingFolderTests
{
    private const int Quiet = 4;

    [Theory]
    //          one look each, the last one as often as it takes to be quiet
    [InlineData("a1", "create a")]
    [InlineData("a1 a2 a2 a3 a3 a3 a4", "create a")] // grows, and pauses
    [InlineData("a1 -", "")] // gone before it counted
    [InlineData("a1* a2", "create a, update a")]
    [InlineData("a1* a2 a2 a3 a3 a4", "create a, update a")]
    [InlineData("a1* -", "create a, delete a")]
    [InlineData("a1* a2 -", "create a, delete a")]
    [InlineData("a1* a2 a1", "create a")] // as it was when it was answered
    public void A_file_counts_when_it_has_been_quiet(string looks, string expected)
    {
        ImmutableSortedDictionary<string, LandedFile> known = Look("-");
        ImmutableSortedDictionary<string, SettlingFile> seen = ImmutableSortedDictionary<string, SettlingFile>.Empty;
        var changes = new List<LandingChange>();
        // `*` lets a file become quiet, and so does the end.
        foreach (string look in $"{looks}*".Split(' '))
        {
            for (int i = 0; i < (look[^1] == '*' ? Quiet + 1 : 1); i++)
            {
                (ImmutableArray<LandingChange> found, known, seen) = LandingFolder.Compare(
                    known,
                    seen,
                    Look(look.TrimEnd('*')),
                    Quiet
                );
                changes.AddRange(found);
            }
        }

        Assert.Equal(expected, string.Join(", ", changes.Select(change => $"{Word(change.Kind)} {change.Object}")));
    }

    [Fact]
    public void Objects_are_named_by_their_path_and_what_begins_with_a_dot_is_passed_over()
    {
        using var folder = new TemporaryFolder();
        string[] files = ["b.txt", "a/c.txt", "a/.hidden", ".DS_Store", ".git/config", "a/.cache/x.txt", @"w\d.txt"];
        foreach (string name in files)
            folder.Write(name, "x");
        LandingNews news = new LandingFolder(folder.Path).Everything();
        Assert.Equal(["a/c.txt", "b.txt", @"w\d.txt"], news.Changes.Select(change => change.Object));
        Assert.Empty(news.Refused);
    }

    // Reading a FIFO waits for a writer, and a device has no end.
    [Fact]
    public async Task What_is_no_file_is_reported_once_and_never_opened()
    {
        using var folder = new TemporaryFolder();
        await Script.RunAsync(folder.Path, "mkfifo a.fifo; ln -s /dev/zero b.txt; touch c.txt");
        var landing = new LandingFolder(folder.Path);

        LandingNews first = landing.Everything();

        Assert.Equal(["c.txt"], first.Changes.Select(change => change.Object));
        Assert.Equal(
            ["\"a.fifo\" is a FIFO and no file; take it away", "\"b.txt\" is a device and no file; take it away"],
            first.Refused.Order(StringComparer.Ordinal)
        );
        Assert.Empty(landing.Changes().Refused);
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_is_reported_once()
    {
        using var folder = new TemporaryFolder();
        await Script.RunAsync(folder.Path, @"mkdir $'in\xff'; touch $'in\xff/a.txt' $'b\xff.txt' c.txt");
        var landing = new LandingFolder(folder.Path);
        LandingNews first = landing.Everything();
        Assert.Equal(["c.txt"], first.Changes.Select(change => change.Object));
        Assert.Equal(
            [
                "the name of the file \"b\uFFFD.txt\" is not UTF-8; rename it",
                "the name of the folder \"in\uFFFD\" is not UTF-8; rename it",
            ],
            first.Refused.Order(StringComparer.Ordinal)
        );
        Assert.Empty(landing.Changes().Refused);
        await Script.RunAsync(folder.Path, "rm -r *"); // .NET cannot
    }

    [Fact]
    public void Changes_on_the_disk_are_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("old.txt", "x");
        folder.Write("gone.txt", "x");
        var landing = new LandingFolder(folder.Path);
        landing.Everything();
        folder.Write("old.txt", "changed");
        folder.Write("new/one.txt", "x");
        File.Delete(Path.Join(folder.Path, "gone.txt"));
        LandingChange[][] found =
        [
            .. Enumerable.Range(0, landing.LooksUntilQuiet + 1).Select(_ => landing.Changes().Changes.ToArray()),
        ];
        Assert.Equal([new(ObjectEventKind.Delete, "gone.txt")], found[0]);
        Assert.Equal(
            [new(ObjectEventKind.Create, "new/one.txt"), new(ObjectEventKind.Update, "old.txt")],
            found[landing.LooksUntilQuiet - 1]
        );
        Assert.Equal(3, found.Sum(changes => changes.Length));
    }

    [Fact]
    public void What_was_written_just_now_may_still_grow_when_watching_begins()
    {
        using var folder = new TemporaryFolder();
        folder.Write("old.txt", "x");
        folder.Write("new.txt", "x");
        File.SetLastWriteTimeUtc(Path.Join(folder.Path, "old.txt"), DateTime.UnixEpoch);
        var landing = new LandingFolder(folder.Path);
        Assert.Equal(
            ["old.txt"],
            landing.Everything(quietSince: DateTime.UnixEpoch).Changes.Select(change => change.Object)
        );
        Assert.True(landing.IsSettling);
        Assert.Equal(
            ["new.txt"],
            Enumerable
                .Range(0, landing.LooksUntilQuiet)
                .SelectMany(_ => landing.Changes().Changes)
                .Select(change => change.Object)
        );
        Assert.False(landing.IsSettling);
    }

    private static string Word(ObjectEventKind kind) => kind.Word();

    // "a1": file a of length 1; "-": no file.
    private static ImmutableSortedDictionary<string, LandedFile> Look(string files) =>
        files
            .Split('-', StringSplitOptions.RemoveEmptyEntries)
            .ToImmutableSortedDictionary(
                file => file[..1],
                file => new LandedFile(file[1] - '0', DateTime.UnixEpoch),
                StringComparer.Ordinal
            );
}
