using System.Collections.Immutable;
using System.Text;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;

namespace Dispatcher.Analysis.Names;

/// <summary>Names to show people and to suggest as tests: some that a pattern matches, some that it nearly does. The
/// same pattern always gives the same names.</summary>
public static class NameSamples
{
    private const int Rounds = 4;

    // Tried for a repeated class; each is in the class as a whole or not used.
    private static readonly ImmutableArray<string> Words =
    [
        "2026-11-23",
        "report",
        "20261123",
        "042",
        "north",
        "Export_7",
        "daily-1",
        "summary",
        "2026",
        "q4",
        "11",
        "a",
        "7",
    ];

    /// <summary>Up to <paramref name="count"/> different names that the pattern matches, valid as object
    /// names.</summary>
    public static ImmutableArray<string> Matching(Pattern pattern, int count)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var names = ImmutableArray.CreateBuilder<string>();
        for (int round = 0; names.Count < count && round < count * Rounds; round++)
        {
            var writer = new Writer(round);
            writer.Write(pattern.Root);
            string name = writer.Name;
            if (IsValid(name) && !names.Contains(name) && pattern.IsMatch(name))
                names.Add(name);
        }

        if (
            names.Count == 0
            && NameAnalysis.Witness(NameSet.Of(pattern), new WorkBudget(100_000)).Witness is { } witness
            && count > 0
        )
            names.Add(witness);
        return names.DrainToImmutable();
    }

    /// <summary>Up to <paramref name="count"/> different names that differ little from matching ones and do not
    /// match.</summary>
    public static ImmutableArray<string> NearMisses(Pattern pattern, int count)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (string match in Matching(pattern, Math.Max(1, count)))
        {
            foreach (string near in Near(match))
            {
                if (names.Count < count && IsValid(near) && !names.Contains(near) && !pattern.IsMatch(near))
                    names.Add(near);
            }
        }

        return names.DrainToImmutable();
    }

    /// <summary>Names that differ little from this one and that the pattern does not match.</summary>
    internal static IEnumerable<string> Near(string name, Pattern pattern) =>
        Near(name).Where(near => IsValid(near) && !pattern.IsMatch(near));

    // What goes wrong in practice: another extension, a copy, a missing part, a folder too many, another case.
    private static IEnumerable<string> Near(string name)
    {
        int dot = name.LastIndexOf('.'),
            slash = name.LastIndexOf('/');
        if (dot > slash + 1)
            yield return name[..dot] + ".txt";
        yield return name + ".bak";
        if (slash >= 0)
            yield return name[..(slash + 1)];
        yield return "archive/" + name;
        if (slash >= 0)
            yield return name[(slash + 1)..];
        if (dot > slash + 1)
            yield return name[..dot];
        yield return name.ToUpperInvariant();
        yield return name + "x";
        yield return name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
    }

    private static bool IsValid(string name) =>
        name.Length > 0
        && Encoding.UTF8.GetByteCount(name) <= NameFinder.MaxNameBytes
        && name.AsSpan().IndexOfAny('\0', '\n', '\r') < 0;

    // Writes one name; another turn makes other choices.
    private sealed class Writer(int turn)
    {
        private readonly StringBuilder name = new();
        private int choices;

        public string Name => name.ToString();

        public void Write(PatternNode node)
        {
            if (name.Length > NameFinder.MaxNameBytes)
                return;
            switch (node)
            {
                case CharsNode chars:
                    WriteCharacter(chars.Set);
                    break;
                case SequenceNode sequence:
                    foreach (PatternNode item in sequence.Items)
                        Write(item);
                    break;
                case ChoiceNode choice:
                    Write(choice.Branches[Turn() % choice.Branches.Length]);
                    break;
                case GroupNode group:
                    Write(group.Body);
                    break;
                case RepeatNode repeat:
                    WriteRepeat(repeat);
                    break;
            }
        }

        private void WriteRepeat(RepeatNode repeat)
        {
            PatternNode body = repeat.Body;
            while (body is GroupNode group)
                body = group.Body;
            if (body is CharsNode { Literal: null } chars && Word(chars.Set, repeat) is { } word)
            {
                name.Append(word);
                return;
            }

            int most = Math.Min(repeat.Max ?? int.MaxValue, Math.Max(repeat.Min, 2));
            int count = Math.Max(repeat.Min, Math.Min(most, repeat.Min + (Turn() % 2)));
            for (int i = 0; i < count; i++)
                Write(body);
        }

        private string? Word(CharSet set, RepeatNode repeat)
        {
            ImmutableArray<string> fitting =
            [
                .. Words.Where(word =>
                    word.Length >= repeat.Min
                    && word.Length <= (repeat.Max ?? int.MaxValue)
                    && word.All(c => set.Contains(c))
                ),
            ];
            return fitting.IsEmpty ? null : fitting[Turn() % fitting.Length];
        }

        private void WriteCharacter(CharSet set)
        {
            CharSet valid = set.Intersect(ReadableCharacter.Valid);
            ImmutableArray<char> readable = [.. ReadableCharacter.Among(valid).Take(26)];
            if (readable.IsEmpty)
                name.Append(valid.IsEmpty ? "" : ReadableCharacter.Of(valid).ToString());
            else
                name.Append(readable[readable.Length > 1 ? (choices++ + (turn * 3)) % readable.Length : 0]);
        }

        private int Turn() => turn + choices++;
    }
}
