using System.Text.RegularExpressions;
using CsCheck;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Engine;
using Dispatcher.Patterns.Syntax;
using Dispatcher.TestKit;
using Dispatcher.TestKit.Patterns;

namespace Dispatcher.Core.Tests.Patterns;

/// <summary>One meaning everywhere: the matcher, the automaton of the analyses, and .NET's two engines,
/// non-backtracking and backtracking.</summary>
public sealed partial class PatternOracleTests
{
    private const int NamesEach = 50;
    private static readonly int Expressions = Iterations.Of(2_000);

    [Fact]
    public void The_matcher_the_automaton_and_both_engines_of_NET_agree()
    {
        int pairs = 0,
            hits = 0,
            costly = 0;
        Gen.Select(PatternGen.Models, Gen.Bool)
            .SelectMany(
                (model, ignoreCase) => PatternGen.Names(model, NamesEach).Select(names => (model, ignoreCase, names))
            )
            .Sample(
                sample =>
                {
                    (PatternModel model, bool ignoreCase, string[] names) = sample;
                    Pattern? pattern = Parsed(model, ignoreCase);
                    if (pattern is null)
                        return;
                    Regex oracle = model.Oracle(ignoreCase);

                    // Lazy loops round nothing: both of .NET's engines give up too early on some, see the facts below.
                    // What matches as a whole is the same with greedy ones. The engine without backtracking decides
                    // there, and where backtracking would take too long.
                    bool loopsOnNothing = RepeatsNothing(pattern.Root);
                    var nonBacktracking = new NonBacktrackingEngine(
                        loopsOnNothing ? Greedy(pattern.Root) : pattern.Root
                    );
                    foreach (string name in names)
                    {
                        Match? backtracking = null;
                        if (!loopsOnNothing && BacktrackingCost.IsSmall(pattern.Root, name))
                            backtracking = oracle.Match(name);
                        else if (!loopsOnNothing)
                            Interlocked.Increment(ref costly);
                        bool expected = backtracking?.Success ?? nonBacktracking.IsMatch(name);
                        Interlocked.Increment(ref pairs);
                        if (expected)
                            Interlocked.Increment(ref hits);
                        Assert.True(
                            expected == pattern.IsMatch(name),
                            $"matcher: /{pattern.Text}/ on {Shown(name)}: {expected} expected"
                        );
                        Assert.True(
                            expected == nonBacktracking.IsMatch(name),
                            $"non-backtracking: /{pattern.Text}/ on {Shown(name)}: {expected} expected"
                        );
                        Assert.True(
                            expected == Progress.Matches(pattern.Nfa, name),
                            $"automaton: /{pattern.Text}/ on {Shown(name)}: {expected} expected"
                        );
                        PatternMatch? match = pattern.Match(name);
                        Assert.Equal(expected, match is not null);
                        // A lazy loop in a loop round nothing: the plain rule and RE2's automaton differ in what a last
                        // empty turn leaves. LoopCaptureTests has RE2's published cases of that kind.
                        Dictionary<string, string>? preferred =
                            match is null || (loopsOnNothing && LazyLoop().IsMatch(pattern.Text))
                                ? null
                                : PreferredMatch.Of(pattern.Root, name);
                        foreach (string group in match is null ? [] : pattern.GroupNames)
                        {
                            string captured = match!.Groups[group] ?? "";
                            Assert.True(
                                backtracking is null
                                    || backtracking.Groups[group].Success == (match.Groups[group] is not null),
                                $"group {group}: /{pattern.Text}/ on {Shown(name)}: taking part"
                            );
                            Assert.True(
                                preferred is null || preferred[group] == captured,
                                $"group {group}: /{pattern.Text}/ on {Shown(name)}: {preferred?[group]} is preferred"
                            );
                            // .NET goes round a loop once more for nothing, and a group then has nothing.
                            Assert.True(
                                backtracking is null || backtracking.Groups[group].Value == captured,
                                $"group {group}: /{pattern.Text}/ on {Shown(name)}: .NET has another text"
                            );
                        }

                        if (expected)
                        {
                            Assert.StartsWith(pattern.RequiredPrefix, name, StringComparison.Ordinal);
                            Assert.EndsWith(pattern.RequiredSuffix, name, StringComparison.Ordinal);
                        }
                    }
                },
                print: sample =>
                    $"/{(sample.ignoreCase ? "(?i)" : "")}{sample.model.Written}/ on "
                    + $"{string.Join(", ", sample.names.Select(Shown))}",
                iter: Expressions + 150
            );
        Assert.True(pairs >= Expressions * NamesEach, $"{pairs} pairs");
        Assert.InRange(costly, 0, pairs / 100);
        Assert.InRange(hits, pairs / 4, pairs * 3 / 4);
    }

    [Fact]
    public void The_captures_of_greedy_loops_round_nothing_are_the_preferred_ones()
    {
        int captures = 0;
        PatternGen
            .LoopsRoundNothing.SelectMany(model => PatternGen.Names(model, 4).Select(names => (model, names)))
            .Where(sample => !LazyLoop().IsMatch(sample.model.Written))
            .Sample(
                sample =>
                {
                    if (Parsed(sample.model, ignoreCase: false) is not { } pattern)
                        return;
                    var nonBacktracking = new NonBacktrackingEngine(pattern.Root);
                    foreach (string name in sample.names)
                    {
                        PatternMatch? match = pattern.Match(name);
                        Assert.Equal(nonBacktracking.IsMatch(name), match is not null);
                        if (match is null)
                            continue;
                        Dictionary<string, string>? preferred = PreferredMatch.Of(pattern.Root, name);
                        foreach (string group in pattern.GroupNames)
                        {
                            string captured = match.Groups[group] ?? "";
                            Assert.True(
                                preferred is null || preferred[group] == captured,
                                $"group {group}: /{pattern.Text}/ on {Shown(name)}: {preferred?[group]} is preferred"
                            );
                            Interlocked.Add(ref captures, preferred is null ? 0 : 1);
                        }
                    }
                },
                iter: Expressions
            );
        Assert.True(captures >= Expressions, $"{captures} captures");
    }

    [Fact]
    public void A_lazy_loop_around_nothing_and_a_group_matches_what_backtracking_misses()
    {
        Pattern pattern = Pattern.Parse("(?:a{0}|--|(?<c>.))*?").Pattern!;

        Assert.True(pattern.IsMatch("abb"));
        Assert.True(new NonBacktrackingEngine(pattern.Root).IsMatch("abb"));
        Assert.True(Progress.Matches(pattern.Nfa, "abb"));
        Assert.NotNull(pattern.Match("abb"));
    }

    [Fact]
    public void A_lazy_loop_around_nothing_and_a_lazy_loop_matches_what_both_engines_of_NET_miss()
    {
        Pattern pattern = Pattern.Parse(@"(?:a{0}?|\d+?){2}?").Pattern!;

        Assert.True(pattern.IsMatch("3"));
        Assert.True(new NonBacktrackingEngine(Greedy(pattern.Root)).IsMatch("3"));
        Assert.True(Progress.Matches(pattern.Nfa, "3"));
    }

    private static PatternNode Greedy(PatternNode node) =>
        node switch
        {
            RepeatNode repeat => repeat with { Body = Greedy(repeat.Body), Lazy = false },
            GroupNode group => group with { Body = Greedy(group.Body) },
            SequenceNode sequence => new SequenceNode([.. sequence.Items.Select(Greedy)]),
            ChoiceNode choice => new ChoiceNode([.. choice.Branches.Select(Greedy)]),
            _ => node,
        };

    // Whether a repetition can go round without consuming: engines differ in how often they do, and so in what a group
    // took last. What RE2 does is written down in PreferredMatch.
    private static bool RepeatsNothing(PatternNode node) =>
        node switch
        {
            RepeatNode repeat => (repeat.Max != 1 && PatternParts.CanBeEmpty(repeat.Body))
                || RepeatsNothing(repeat.Body),
            GroupNode group => RepeatsNothing(group.Body),
            SequenceNode sequence => sequence.Items.Any(RepeatsNothing),
            ChoiceNode choice => choice.Branches.Any(RepeatsNothing),
            _ => false,
        };

    // Null for a class that has no character, the only way a model can be refused.
    private static Pattern? Parsed(PatternModel model, bool ignoreCase)
    {
        PatternParse parse = Pattern.Parse((ignoreCase ? "(?i)" : "") + model.Written);
        if (parse.Pattern is { } pattern)
        {
            Assert.Equal(pattern.Complexity, pattern.Nfa.Count);
            return pattern;
        }

        Assert.All(parse.Problems, problem =>
            Assert.True(
                problem.Message.Contains("has no character", StringComparison.Ordinal) || problem.Code == "RD106",
                $"/{model.Written}/: {problem.Message}"
            )
        );
        return null;
    }

    private static string Shown(string name) =>
        "\"" + string.Concat(name.Select(c => c is >= ' ' and < (char)127 ? c.ToString() : $"\\u{(int)c:X4}")) + "\"";

    [GeneratedRegex(@"[*+?}]\?")]
    private static partial Regex LazyLoop();
}
