using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Dispatcher.Analysis.Inference;

/// <summary>Names for proposed routes, from the words that every name of a kind has.</summary>
internal static partial class RouteNames
{
    private const int Longest = 48;

    /// <summary>A name for each list of parts, all different, and different from those that are taken.</summary>
    public static ImmutableArray<string> For(ImmutableArray<ImmutableArray<NamePart>> kinds, IEnumerable<string> taken)
    {
        HashSet<string> used = new(taken, StringComparer.Ordinal);
        ImmutableArray<ImmutableArray<string>> words = [.. kinds.Select(Words)];
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (ImmutableArray<string> candidates in words)
        {
            // The shortest that no other kind has as well.
            string name = candidates[^1];
            for (int length = candidates.Length - 1; length >= 0; length--)
            {
                int at = length;
                if (candidates[at].Length > 0 && words.Count(other => other[at] == candidates[at]) == 1)
                    name = candidates[at];
            }

            string unique = name;
            for (int number = 2; !used.Add(unique); number++)
                unique = $"{name}-{number}";
            names.Add(unique);
        }

        return names.DrainToImmutable();
    }

    /// <summary>The text in the letters that a route's name may have; empty when nothing remains.</summary>
    public static string Plain(string text)
    {
        string plain = string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        while (plain.Contains("--", StringComparison.Ordinal))
            plain = plain.Replace("--", "-", StringComparison.Ordinal);
        plain = plain.Trim('-');
        return plain.Length > Longest ? plain[..Longest].TrimEnd('-') : plain;
    }

    // The folders; with the file; with its extension as well. A group between them is left out.
    private static ImmutableArray<string> Words(ImmutableArray<NamePart> parts)
    {
        string all = string.Concat(
            parts.Select(part =>
                part.Group is null ? part.Literal
                : part.IsFolders ? "\x01/"
                : "\x01"
            )
        );
        // The key of a partition says nothing that its group's name does not.
        all = Partition().Replace(all, "\x01");
        int file = all.LastIndexOf('/') + 1,
            dot = all.LastIndexOf('.');
        string full = Plain(all);
        return [Plain(all[..file]), Plain(dot > file ? all[..dot] : all), full.Length == 0 ? "objects" : full];
    }

    [GeneratedRegex(@"[A-Za-z0-9_]+=\x01", RegexOptions.CultureInvariant)]
    private static partial Regex Partition();
}
