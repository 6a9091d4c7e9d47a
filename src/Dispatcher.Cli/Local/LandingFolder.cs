using System.Collections.Immutable;
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

/// <summary>Looks at a folder again and again, and says what changed. Looking works on every file system; notifications
/// do not.</summary>
/// <param name="path">The folder's absolute path.</param>
internal sealed class LandingFolder(string path)
{
    private ImmutableSortedDictionary<string, LandedFile> known = Empty,
        seen = Empty;

    private static ImmutableSortedDictionary<string, LandedFile> Empty { get; } =
        ImmutableSortedDictionary.Create<string, LandedFile>(StringComparer.Ordinal);

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

    /// <summary>What is there now. Files whose name begins with <c>.</c> are passed over.</summary>
    public ImmutableArray<LandingChange> Everything()
    {
        known = seen = Look();
        return [.. known.Keys.Select(name => new LandingChange(ObjectEventKind.Create, name))];
    }

    /// <summary>What changed since the last answer, without what is still being written: a file counts when two looks
    /// in a row find it the same.</summary>
    public ImmutableArray<LandingChange> Changes()
    {
        ImmutableSortedDictionary<string, LandedFile> now = Look();
        (ImmutableArray<LandingChange> changes, known) = Compare(known, seen, now);
        seen = now;
        return changes;
    }

    /// <summary>The absolute path of an object's file.</summary>
    public string FileOf(string name) => Path.Join(path, name);

    /// <summary>Compares three looks: what has been answered, the last one, and this one.</summary>
    internal static (
        ImmutableArray<LandingChange> Changes,
        ImmutableSortedDictionary<string, LandedFile> Known
    ) Compare(
        ImmutableSortedDictionary<string, LandedFile> known,
        ImmutableSortedDictionary<string, LandedFile> before,
        ImmutableSortedDictionary<string, LandedFile> now
    )
    {
        var changes = ImmutableArray.CreateBuilder<LandingChange>();
        ImmutableSortedDictionary<string, LandedFile>.Builder next = known.ToBuilder();
        foreach ((string name, LandedFile file) in now)
        {
            bool settled = before.TryGetValue(name, out LandedFile last) && last == file;
            bool isKnown = known.TryGetValue(name, out LandedFile answered);
            if (!settled || (isKnown && answered == file))
                continue;
            changes.Add(new LandingChange(isKnown ? ObjectEventKind.Update : ObjectEventKind.Create, name));
            next[name] = file;
        }

        foreach (string name in known.Keys.Where(name => !now.ContainsKey(name)))
        {
            changes.Add(new LandingChange(ObjectEventKind.Delete, name));
            next.Remove(name);
        }

        return ([.. changes.OrderBy(change => change.Object, StringComparer.Ordinal)], next.ToImmutable());
    }

    private ImmutableSortedDictionary<string, LandedFile> Look()
    {
        ImmutableSortedDictionary<string, LandedFile>.Builder found = Empty.ToBuilder();
        foreach (FileInfo file in FolderTree.Files(path, passOver: true).Select(file => new FileInfo(file)))
        {
            if (file.Name.StartsWith('.'))
                continue;
            try
            {
                found[Path.GetRelativePath(path, file.FullName).Replace('\\', '/')] = new LandedFile(
                    file.Length,
                    file.LastWriteTimeUtc
                );
            }
            catch (FileNotFoundException)
            {
                // It went away while we looked; the next look knows.
            }
        }

        return found.ToImmutable();
    }
}
