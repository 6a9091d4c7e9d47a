using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Dispatcher.Diagnostics;

namespace Dispatcher.Patterns.Syntax;

/// <summary>Reads an expression by recursive descent and goes on after a problem, so that one pass finds them
/// all.</summary>
/// <remarks>routes-v1, "match"; RFC 9485, section 4 (the grammar). More than the RFC allows is: groups that capture or
/// do not, lazy quantifiers, anchors at the ends, <c>(?i)</c> at the start, <c>\d \w \s</c>, and any escaped ASCII
/// punctuation.</remarks>
internal sealed partial class PatternParser
{
    private const int MaxProblems = 20;
    private const int Infinite = -1;
    private const string CaseOption = "(?i)";

    // Most of every pattern is such characters; their nodes are the same everywhere.
    private static readonly CharsNode[] AsciiLiterals =
    [
        .. Enumerable
            .Range(0, 128)
            .Select(c => (Set: CharSet.Of(c), Text: ((char)c).ToString()))
            .Select(c => new CharsNode(c.Set, c.Text, c.Text)),
    ];

    // And of short classes a few are in nearly all patterns. With thousands of patterns their sets are most of what a
    // route set holds.
    private const int MostShared = 1_024,
        LongestShared = 64;
    private static readonly ConcurrentDictionary<(string Written, bool IgnoreCase), CharsNode> Shared = new();
    private static int shared;

    private readonly string text;
    private readonly bool ignoreCase;
    private readonly int start;
    private readonly List<PatternProblem> problems = [];
    private readonly List<PatternNode> pending;
    private readonly List<string> named = [];
    private int unnamed;
    private int position;
    private int depth;

    private PatternParser(string text)
    {
        this.text = text;
        pending = new List<PatternNode>(text.Length);
        ignoreCase = text.StartsWith(CaseOption, StringComparison.Ordinal);
        position = start = ignoreCase ? CaseOption.Length : 0;
    }

    // Stands for an atom that was reported, so that a quantifier behind it is not reported as well.
    private static PatternNode Broken => EmptyNode.Instance;

    private bool AtEnd => position >= text.Length;

    /// <summary>The tree of an expression, or every problem.</summary>
    public static ParsedPattern Parse(string text)
    {
        if (text.Length > PatternSize.MaxLength)
        {
            return ParsedPattern.Of([
                new PatternProblem(
                    Codes.PatternTooLarge,
                    PatternSize.MaxLength,
                    text.Length - PatternSize.MaxLength,
                    $"the pattern has {text.Length} characters, and the limit is {PatternSize.MaxLength}",
                    "write several patterns as a list"
                ),
            ]);
        }

        var parser = new PatternParser(text);
        PatternNode root = parser.ReadAll();
        if (parser.problems.Count == 0)
            parser.CheckSize(root);
        if (parser.problems.Count > 0)
            return ParsedPattern.Of([.. parser.problems.OrderBy(problem => problem.Offset)]);
        ImmutableArray<string> groups =
        [
            .. Enumerable.Range(1, parser.unnamed).Select(n => n.ToString(Invariant)),
            .. parser.named,
        ];
        return new ParsedPattern(root, parser.ignoreCase, groups, []);
    }

    private PatternNode ReadAll()
    {
        PatternNode root = ReadChoice();
        while (!AtEnd)
        {
            // ReadChoice stops early only at a bracket that nothing opened.
            Problem(
                Codes.PatternSyntax,
                position,
                1,
                "`)` closes a group that was not opened",
                "remove it, or write `\\)` for the character itself"
            );
            position++;
            root = ReadChoice();
        }

        return root;
    }

    private PatternNode ReadChoice()
    {
        PatternNode first = ReadSequence();
        if (AtEnd || text[position] != '|')
            return first;
        var branches = ImmutableArray.CreateBuilder<PatternNode>();
        branches.Add(first);
        while (!AtEnd && text[position] == '|')
        {
            position++;
            branches.Add(ReadSequence());
        }

        return new ChoiceNode(branches.DrainToImmutable());
    }

    private PatternNode ReadSequence()
    {
        // The items of the sequences around this one are below them.
        int first = pending.Count;
        while (!AtEnd && text[position] is not ('|' or ')'))
        {
            if (ReadAtom() is { } atom)
                pending.Add(ReadQuantifiers(atom));
        }

        int count = pending.Count - first;
        PatternNode read = count switch
        {
            0 => EmptyNode.Instance,
            1 => pending[first],
            _ => new SequenceNode([.. pending.Slice(first, count)]),
        };
        pending.RemoveRange(first, count);
        return read;
    }

    // Null where there was nothing that a quantifier could repeat: an anchor, or a stray character.
    private PatternNode? ReadAtom()
    {
        switch (text[position])
        {
            case '(':
                return ReadGroup();
            case '[':
                return ReadClass() ?? Broken;
            case '\\':
                return ReadEscapedAtom() ?? Broken;
            case '.':
                position++;
                return Same(new CharsNode(NamedSets.AnyButLineBreaks, ".", null));
            case '^' or '$':
                ReadAnchor();
                return null;
            case '*' or '+' or '?':
                Problem(
                    Codes.PatternQuantifier,
                    position,
                    1,
                    $"`{text[position]}` has nothing to repeat",
                    $"put it behind a character, class or group, or write `\\{text[position]}` for the character itself"
                );
                position++;
                return null;
            case '{':
                ReadStrayBrace();
                return null;
            case ']' or '}':
                Problem(
                    Codes.PatternSyntax,
                    position,
                    1,
                    $"`{text[position]}` closes nothing",
                    $"write `\\{text[position]}` for the character itself"
                );
                position++;
                return null;
            default:
                return ReadRune() is { } rune ? Literal(rune) : Broken;
        }
    }

    private void ReadAnchor()
    {
        char anchor = text[position];
        bool inPlace = anchor == '^' ? position == start : position == text.Length - 1 && depth == 0;
        if (!inPlace)
        {
            string end = anchor == '^' ? "start" : "end";
            Problem(
                Codes.PatternAnchor,
                position,
                1,
                $"the anchor `{anchor}` can only stand at the {end} of the pattern",
                "remove it, since a pattern always matches the whole value, "
                    + $"or write `\\{anchor}` for the character itself"
            );
        }

        position++;
    }

    // A rune of the expression; null, with a problem, for half of a pair.
    private Rune? ReadRune()
    {
        if (Rune.TryGetRuneAt(text, position, out Rune rune))
        {
            position += rune.Utf16SequenceLength;
            return rune;
        }

        Problem(
            Codes.PatternSyntax,
            position,
            1,
            "half of a surrogate pair is no character",
            "write the whole character"
        );
        position++;
        return null;
    }

    private CharsNode Literal(Rune rune)
    {
        if (rune.IsAscii && !ignoreCase)
            return AsciiLiterals[rune.Value];
        string written = rune.ToString();
        return new CharsNode(Folded(CharSet.Of(rune.Value)), written, written);
    }

    // The node of every pattern that has the same class, where there is room for one more.
    private CharsNode Same(CharsNode node)
    {
        if (node.Written.Length > LongestShared)
            return node;
        if (Shared.TryGetValue((node.Written, ignoreCase), out CharsNode? known))
            return known;
        if (Volatile.Read(ref shared) >= MostShared || !Shared.TryAdd((node.Written, ignoreCase), node))
            return node;
        Interlocked.Increment(ref shared);
        return node;
    }

    private CharSet Folded(CharSet set) => ignoreCase ? CaseFolding.Fold(set) : set;

    private void CheckSize(PatternNode root)
    {
        int states = PatternSize.States(root),
            leaves = PatternSize.EngineLeaves(root);
        string? size =
            leaves > PatternSize.MaxEngineLeaves
                ? $"{Shown(leaves)} characters and classes with its repetitions written out, "
                    + $"and the limit is {PatternSize.MaxEngineLeaves}"
            : states > PatternSize.MaxStates ? $"{Shown(states)} states, and the limit is {PatternSize.MaxStates}"
            : null;
        if (size is not null)
            Problem(
                Codes.PatternTooLarge,
                0,
                text.Length,
                $"the pattern comes to {size}",
                "lower the counts in `{n,m}`, write `*` or `+`, or split it into several patterns"
            );
    }

    private static string Shown(int size) =>
        size == int.MaxValue ? "thousands of millions of" : size.ToString(Invariant);

    private void Problem(string code, int offset, int length, string message, string hint)
    {
        if (problems.Count < MaxProblems)
            problems.Add(new PatternProblem(code, offset, length, message, hint));
        if (problems.Count >= MaxProblems)
            position = text.Length;
    }
}
