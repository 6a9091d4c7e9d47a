using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Files;

namespace Dispatcher.Cli.Local;

/// <summary>A file of the landing area as one look at the folder found it.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">When it was written last.</param>
internal readonly record struct LandedFile(long Length, DateTime Written);

/// <summary>What happened to an object: a file appeared, changed or went away.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object's name: the file's path below the landing area, with <c>/</c>.</param>
internal sealed record LandingChange(ObjectEventKind Kind, string Object);

/// <summary>What one look at the landing area found.</summary>
/// <param name="Changes">What happened to objects, by name.</param>
/// <param name="Refused">A sentence for each file or folder, not reported before, that cannot be an object:
/// for its name, or because it is no file.</param>
internal sealed record LandingNews(ImmutableArray<LandingChange> Changes, ImmutableArray<string> Refused);

/// <summary>A file while it settles.</summary>
/// <param name="File">As the last look found it.</param>
/// <param name="Same">How many looks in a row found it so.</param>
internal readonly record struct SettlingFile(LandedFile File, int Same);

/// <summary>Looks at a folder again and again, and says what changed. Looking works on every file system; notifications
/// do not.</summary>
/// <param name="path">The folder's absolute path.</param>
internal sealed class LandingFolder(string path)
{
    /// <summary>So many looks in a row find a file the same before it counts: what writes it may pause.</summary>
    public int LooksUntilQuiet { get; init; } = 9;

    /// <summary>Whether folders whose name begins with <c>.</c> are looked into.</summary>
    public bool EntersHidden { get; init; }

    /// <summary>Whether the last look left files that may still grow.</summary>
    public bool IsSettling { get; private set; }

    private readonly HashSet<string> refused = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, LandedFile> known = Empty<LandedFile>();
    private ImmutableSortedDictionary<string, SettlingFile> seen = Empty<SettlingFile>();

    /// <summary>What keeps a folder from being looked at, before its name; null when nothing does.</summary>
    public static string? Problem(string path)
    {
        if (!Directory.Exists(path))
            return File.Exists(path) ? "not a folder but a file:" : "there is no folder";
        try
        {
            _ = Directory.EnumerateFileSystemEntries(path).Any();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "this user may not read the folder";
        }
    }

    /// <summary>What is there now. Files and folders whose name begins with <c>.</c> are passed over.</summary>
    /// <param name="quietSince">Leaves files that were written later to <see cref="Changes"/>, because they may still
    /// grow; null takes them as they are.</param>
    public LandingNews Everything(DateTime? quietSince = null)
    {
        (ImmutableSortedDictionary<string, LandedFile> now, ImmutableArray<string> news) = Look();
        known = quietSince is { } since
            ? now.Where(file => file.Value.Written <= since).ToImmutableSortedDictionary(StringComparer.Ordinal)
            : now;
        IsSettling = known.Count < now.Count;
        return new([.. known.Keys.Select(name => new LandingChange(ObjectEventKind.Create, name))], news);
    }

    /// <summary>What changed since the last answer, without what is still being written.</summary>
    public LandingNews Changes()
    {
        (ImmutableSortedDictionary<string, LandedFile> now, ImmutableArray<string> news) = Look();
        (ImmutableArray<LandingChange> changes, known, seen) = Compare(known, seen, now, LooksUntilQuiet);
        IsSettling = !seen.IsEmpty;
        return new(changes, news);
    }

    /// <summary>The absolute path of an object's file.</summary>
    public string FileOf(string name) => Path.Join(path, name);

    /// <summary>Compares what has been answered, what the looks before found, and this one.</summary>
    internal static (
        ImmutableArray<LandingChange> Changes,
        ImmutableSortedDictionary<string, LandedFile> Known,
        ImmutableSortedDictionary<string, SettlingFile> Seen
    ) Compare(
        ImmutableSortedDictionary<string, LandedFile> known,
        ImmutableSortedDictionary<string, SettlingFile> before,
        ImmutableSortedDictionary<string, LandedFile> now,
        int looksUntilQuiet
    )
    {
        var changes = ImmutableArray.CreateBuilder<LandingChange>();
        ImmutableSortedDictionary<string, LandedFile>.Builder next = known.ToBuilder();
        ImmutableSortedDictionary<string, SettlingFile>.Builder seen = Empty<SettlingFile>().ToBuilder();
        foreach ((string name, LandedFile file) in now)
        {
            bool isKnown = known.TryGetValue(name, out LandedFile answered);
            if (isKnown && answered == file)
                continue;
            int same = before.TryGetValue(name, out SettlingFile last) && last.File == file ? last.Same + 1 : 1;
            if (same < looksUntilQuiet)
            {
                seen[name] = new(file, same);
                continue;
            }

            changes.Add(new LandingChange(isKnown ? ObjectEventKind.Update : ObjectEventKind.Create, name));
            next[name] = file;
        }

        foreach (string name in known.Keys.Where(name => !now.ContainsKey(name)))
        {
            changes.Add(new LandingChange(ObjectEventKind.Delete, name));
            next.Remove(name);
        }

        return (
            [.. changes.OrderBy(change => change.Object, StringComparer.Ordinal)],
            next.ToImmutable(),
            seen.ToImmutable()
        );
    }

    private static ImmutableSortedDictionary<string, T> Empty<T>() =>
        ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);

    private (ImmutableSortedDictionary<string, LandedFile> Found, ImmutableArray<string> Refused) Look()
    {
        ImmutableSortedDictionary<string, LandedFile>.Builder found = Empty<LandedFile>().ToBuilder();
        var news = ImmutableArray.CreateBuilder<string>();
        IEnumerable<string> files = FolderTree.Files(
            path,
            enters: name => EntersHidden || !name.StartsWith('.'),
            unreachable: folder => RefuseName(folder, "folder"),
            passOver: true
        );
        foreach (FileInfo file in files.Select(file => new FileInfo(file)))
        {
            if (file.Name.StartsWith('.'))
                continue;
            if (FolderTree.IsMisnamed(file.FullName))
            {
                RefuseName(file.FullName, "file");
                continue;
            }

            if (RegularFile.Instead(file.FullName) is { } other)
            {
                Refuse(file.FullName, $"{Quote.Value(NameOf(file.FullName))} is {other} and no file; take it away");
                continue;
            }

            try
            {
                found[NameOf(file.FullName)] = new LandedFile(file.Length, file.LastWriteTimeUtc);
            }
            catch (FileNotFoundException)
            {
                // It went away while we looked; the next look knows.
            }
        }

        return (found.ToImmutable(), news.ToImmutable());

        void RefuseName(string misnamed, string what) =>
            Refuse(misnamed, $"the name of the {what} {Quote.Value(NameOf(misnamed))} is not UTF-8; rename it");

        void Refuse(string found, string sentence)
        {
            if (refused.Add(found))
                news.Add(sentence);
        }
    }

    // Only what separates folders here: `a\b.csv` is the name of one file where `/` does.
    private string NameOf(string file) => Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/');
}
