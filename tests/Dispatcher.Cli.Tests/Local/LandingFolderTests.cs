using System.Collections.Immutable;
using Dispatcher.Cli.Local;
using Dispatcher.Events;

namespace Dispatcher.Cli.Tests.Local;

public sealed class LandingFolderTests
{
    [Theory]
    //           answered  before    now       change
    [InlineData("", "", "a1", "")] // just appeared: may still be written
    [InlineData("", "a1", "a2", "")] // still growing
    [InlineData("", "a2", "a2", "create a")]
    [InlineData("a2", "a2", "a2", "")]
    [InlineData("a2", "a2", "a3", "")] // changed just now
    [InlineData("a2", "a3", "a3", "update a")]
    [InlineData("a2", "a3", "", "delete a")]
    [InlineData("", "a1", "", "")] // gone before anybody was told
    [InlineData("b1", "a1 b1", "a1", "create a, delete b")]
    public void A_file_counts_when_two_looks_in_a_row_find_it_the_same(
        string known,
        string before,
        string now,
        string expected
    )
    {
        (ImmutableArray<LandingChange> changes, _) = LandingFolder.Compare(Look(known), Look(before), Look(now));
        Assert.Equal(expected, string.Join(", ", changes.Select(change => $"{Word(change.Kind)} {change.Object}")));
    }

    [Fact]
    public void What_was_answered_is_not_answered_again()
    {
        (ImmutableArray<LandingChange> first, var known) = LandingFolder.Compare(Look(""), Look("a1"), Look("a1"));
        (ImmutableArray<LandingChange> second, _) = LandingFolder.Compare(known, Look("a1"), Look("a1"));
        Assert.Single(first);
        Assert.Empty(second);
    }

    [Fact]
    public void Objects_are_named_by_their_path_below_the_folder_and_hidden_files_are_passed_over()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["b.txt", "a/c.txt", "a/.hidden", ".DS_Store"])
            folder.Write(name, "x");
        Assert.Equal(["a/c.txt", "b.txt"], new LandingFolder(folder.Path).Everything().Select(change => change.Object));
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
        ImmutableArray<LandingChange> first = landing.Changes(),
            second = landing.Changes(),
            third = landing.Changes();
        Assert.Equal((LandingChange[])[new(ObjectEventKind.Delete, "gone.txt")], first.ToArray());
        Assert.Equal(
            (LandingChange[])[new(ObjectEventKind.Create, "new/one.txt"), new(ObjectEventKind.Update, "old.txt")],
            second.ToArray()
        );
        Assert.Empty(third);
    }

    private static string Word(ObjectEventKind kind) => kind.Word();

    // "a1 b2": file a of length 1, file b of length 2.
    private static ImmutableSortedDictionary<string, LandedFile> Look(string files) =>
        files
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToImmutableSortedDictionary(
                file => file[..1],
                file => new LandedFile(file[1] - '0', DateTime.UnixEpoch),
                StringComparer.Ordinal
            );
}
