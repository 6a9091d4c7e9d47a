namespace Dispatcher.Diagnostics;

/// <summary>Finds the known name that is most similar to a wrong one.</summary>
public static class Suggestion
{
    /// <summary>The nearest of <paramref name="candidates"/> within a third of the name's length (at least one edit),
    /// or null when none is that near. A name of one letter is near only the same letter. Ties go to the
    /// first.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What may have been meant.</param>
    /// <param name="work">Bounds the comparisons of all suggestions that share it: one step for each candidate, and one
    /// for each pair of characters. When it is spent, nothing is suggested. Null: no bound.</param>
    public static string? For(string name, IEnumerable<string> candidates, WorkBudget? work = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        if (name.Length > 128 || work is { IsSpent: true })
            return null;
        int limit = Math.Max(1, name.Length / 3);
        string? best = null;
        int bestDistance = limit + 1;
        foreach (string candidate in candidates)
        {
            if (work?.Spend(1) == false)
                return null;
            // Any other letter is one edit away from a letter.
            if (name.Length == 1 && !name.Equals(candidate, StringComparison.OrdinalIgnoreCase))
                continue;
            if (candidate.Length > 128 || Math.Abs(candidate.Length - name.Length) >= bestDistance)
                continue;
            if (work?.Spend((long)name.Length * candidate.Length) == false)
                return null;
            int distance = Distance(name, candidate);
            // A name of one letter is near every other of one or two: only another letter case is meant.
            if (distance > 0 && Math.Min(name.Length, candidate.Length) == 1)
                continue;
            if (distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>"did you mean `x`?" for the nearest candidate, else <paramref name="otherwise"/>.</summary>
    public static string Hint(string name, IEnumerable<string> candidates, string otherwise, WorkBudget? work = null) =>
        For(name, candidates, work) is { } near ? $"did you mean `{near}`?" : otherwise;

    // Optimal string alignment over lower-cased letters: a swap of neighbours counts as one edit.
    private static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1],
            last = new int[b.Length + 1],
            row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                char x = char.ToLowerInvariant(a[i - 1]),
                    y = char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (x == y ? 0 : 1));
                if (i > 1 && j > 1 && x == char.ToLowerInvariant(b[j - 2]) && char.ToLowerInvariant(a[i - 2]) == y)
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
