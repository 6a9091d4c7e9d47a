using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Dispatcher.Analysis.Names;
using Dispatcher.Patterns;
using Dispatcher.TestKit;
using Dispatcher.TestKit.Patterns;

namespace Dispatcher.Analysis.Tests.Names;

public sealed class NameAnalysisTests
{
    // Every name of up to five characters over two that patterns mention and one that none does.
    private static readonly ImmutableArray<string> Names = [.. All("abz", 5)];

    private static readonly Gen<string> Expression = Level(3);

    private static readonly Gen<NameSet> Sets = Gen.Select(
        Expression.Array[1, 2],
        Expression.Array[0, 2],
        (include, except) => Set(include, except)
    );

    [Theory]
    [InlineData("orders/.*", @".*\.csv", "orders/.csv")]
    [InlineData(@"orders/[^/]+\.csv", @"orders/(?<y>\d{4})\.csv", "orders/0000.csv")]
    [InlineData("a/.*", "b/.*", null)]
    [InlineData(@".*\.csv", @".*\.json", null)]
    [InlineData("[a-m]+", "[n-z]+", null)]
    [InlineData("(?i)ORDERS", "[a-z]+", "orders")]
    [InlineData("[^a-z]", @"\w", "0")]
    [InlineData("[😀-😎]", @"\p{So}", "😀")]
    [InlineData("a*", "b*", null)]
    [InlineData("a?", "a?", "a")]
    [InlineData(@"\n?", ".?", null)]
    public void Two_patterns_overlap_in_a_shortest_readable_name_or_provably_nowhere(
        string a,
        string b,
        string? witness
    )
    {
        NameSearch search = NameAnalysis.Overlap(Set([a], []), Set([b], []), new WorkBudget(100_000));
        Assert.Equal(witness is null ? Decision.No : Decision.Yes, search.Found);
        Assert.Equal(witness, search.Witness);
    }

    [Fact]
    public void A_set_that_its_exceptions_eat_up_is_empty()
    {
        Assert.Equal(Decision.No, NameAnalysis.Witness(Set(["[ab]+"], ["a.*", "b.*"]), new WorkBudget(100_000)).Found);
        Assert.Equal("b", NameAnalysis.Witness(Set(["[ab]+"], ["a.*"]), new WorkBudget(100_000)).Witness);
        Assert.Equal(Decision.No, NameAnalysis.Witness(Set([""], []), new WorkBudget(100_000)).Found);
        Assert.Equal(Decision.No, NameAnalysis.Witness(Set(["a{700}b{700}"], []), new WorkBudget(100_000)).Found);
        Assert.Equal(Decision.Yes, NameAnalysis.Witness(Set(["a{512}b{512}"], []), new WorkBudget(100_000)).Found);
    }

    [Fact]
    public void Coverage_names_the_sets_that_are_needed_or_a_name_that_is_left()
    {
        NameSet csv = Set([@"[a-z]+/[^/]+\.csv"], []);
        ImmutableArray<NameSet> by =
        [
            Set([@"[a-m].*"], []),
            Set([@"x/.*"], []),
            Set([@"[n-z].*"], []),
            Set(["b.*"], []),
        ];
        Coverage covered = NameAnalysis.Covered(csv, by, new WorkBudget(1_000_000));
        Assert.Equal(Decision.Yes, covered.Covered);
        Assert.Equal<IEnumerable<int>>([0, 2], covered.Needed);
        Coverage left = NameAnalysis.Covered(csv, [by[0], by[1]], new WorkBudget(1_000_000));
        Assert.Equal((Decision.No, "n/a.csv"), (left.Covered, left.Witness));
    }

    [Fact]
    public void A_question_over_its_budget_is_undecided()
    {
        // Inclusion needs two to the thirty sets of positions.
        NameSet hard = Set(["[ab]*a[ab]{30}c"], []),
            rest = Set(["[ab]*b[ab]{30}c"], []);
        Assert.Equal(
            Decision.Undecided,
            NameAnalysis
                .Difference(
                    Set(["[ab]{40,}c"], []),
                    Set([hard.Include[0].Text, rest.Include[0].Text], []),
                    new WorkBudget(20_000)
                )
                .Found
        );
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Equal(
            Decision.Undecided,
            NameAnalysis.Overlap(hard, hard, new WorkBudget(1_000_000, cancelled.Token)).Found
        );
    }

    [Fact]
    public void Every_answer_agrees_with_trying_all_short_names() =>
        Gen.Select(Sets, Sets, Sets)
            .Sample(
                (a, b, c) =>
                {
                    var budget = new WorkBudget(2_000_000);
                    Check(NameAnalysis.Witness(a, budget), a.Contains);
                    Check(NameAnalysis.Overlap(a, b, budget), name => a.Contains(name) && b.Contains(name));
                    Check(NameAnalysis.Difference(a, b, budget), name => a.Contains(name) && !b.Contains(name));
                    Check(NameAnalysis.Between([a, b], [c], budget), name =>
                        a.Contains(name) && b.Contains(name) && !c.Contains(name)
                    );
                    Coverage coverage = NameAnalysis.Covered(a, [b, c], budget);
                    Check(
                        new NameSearch(coverage.Covered == Decision.Yes ? Decision.No : Decision.Yes, coverage.Witness),
                        name => a.Contains(name) && !b.Contains(name) && !c.Contains(name)
                    );
                    if (coverage.Covered == Decision.Yes)
                    {
                        NameSet[] needed = [.. coverage.Needed.Select(i => i == 0 ? b : c)];
                        Assert.All(Names, name =>
                            Assert.True(!a.Contains(name) || needed.Any(set => set.Contains(name)), name)
                        );
                    }
                },
                print: sets => $"{Shown(sets.Item1)} | {Shown(sets.Item2)} | {Shown(sets.Item3)}",
                iter: Iterations.Of(3_000)
            );

    [Fact]
    public void Samples_match_and_near_misses_do_not_and_both_are_valid_names() =>
        Gen.Select(PatternGen.Models, Gen.Bool)
            .Sample(
                (model, ignoreCase) =>
                {
                    if (Pattern.Parse((ignoreCase ? "(?i)" : "") + model.Written).Pattern is not { } pattern)
                        return;
                    ImmutableArray<string> matching = NameSamples.Matching(pattern, 4),
                        near = NameSamples.NearMisses(pattern, 4);
                    Assert.All(matching, name => Assert.True(pattern.IsMatch(name)));
                    Assert.All(near, name => Assert.False(pattern.IsMatch(name)));
                    Assert.All(matching.Concat(near), AssertValid);
                    Assert.Equal(matching.Length, matching.Distinct().Count());
                    if (matching.IsEmpty)
                        Assert.NotEqual(
                            Decision.Yes,
                            NameAnalysis.Witness(NameSet.Of(pattern), new WorkBudget(100_000)).Found
                        );
                },
                iter: Iterations.Of(1_000)
            );

    [Fact]
    public void Samples_read_like_object_names()
    {
        Pattern pattern = Pattern.Parse(@"invoices/(?<stem>[A-Za-z0-9_\-]+)\.jsonlines").Pattern!;
        Assert.Equal<IEnumerable<string>>(
            ["invoices/2026-11-23.jsonlines", "invoices/report.jsonlines", "invoices/20261123.jsonlines"],
            NameSamples.Matching(pattern, 3)
        );
        Assert.Equal<IEnumerable<string>>(
            ["invoices/2026-11-23.txt", "invoices/2026-11-23.jsonlines.bak", "invoices/"],
            NameSamples.NearMisses(pattern, 3)
        );
    }

    private static void Check(NameSearch search, Func<string, bool> wanted)
    {
        Assert.NotEqual(Decision.Undecided, search.Found);
        string? shortest = Names.FirstOrDefault(wanted);
        if (search.Found == Decision.No)
        {
            Assert.Null(search.Witness);
            Assert.Null(shortest);
            return;
        }

        Assert.True(wanted(search.Witness!), search.Witness);
        AssertValid(search.Witness!);
        Assert.True(
            shortest is null ? search.Witness!.Length > 5 : search.Witness!.Length == shortest.Length,
            $"{search.Witness} and {shortest}"
        );
    }

    private static void AssertValid(string name)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 1024);
        Assert.Equal(-1, name.IndexOfAny(['\0', '\n', '\r']));
    }

    private static NameSet Set(string[] include, string[] except) =>
        new(
            [.. include.Select(text => Pattern.Parse(text).Pattern!)],
            [.. except.Select(text => Pattern.Parse(text).Pattern!)]
        );

    private static string Shown(NameSet set) =>
        $"{string.Join(' ', set.Include)}{(set.Except.IsEmpty ? "" : " except ")}{string.Join(' ', set.Except)}";

    private static IEnumerable<string> All(string letters, int longest)
    {
        IEnumerable<string> level = [""];
        for (int i = 0; i < longest; i++)
        {
            level = [.. level.SelectMany(name => letters.Select(letter => name + letter))];
            foreach (string name in level)
                yield return name;
        }
    }

    private static Gen<string> Level(int depth)
    {
        Gen<string> leaf = Gen.OneOf("a", "b", "[ab]", "[^a]", "[^b]", ".", "aa", "ab");
        if (depth == 0)
            return leaf;
        Gen<string> below = Level(depth - 1);
        return Gen.Frequency(
            (2, leaf),
            (4, below.Array[2, 3].Select(string.Concat)),
            (2, Gen.Select(below, below, (a, b) => $"(?:{a}|{b})")),
            (3, Gen.Select(below, Gen.OneOf("*", "+", "?", "{2}", "{0,2}"), (body, count) => $"(?:{body}){count}"))
        );
    }
}
