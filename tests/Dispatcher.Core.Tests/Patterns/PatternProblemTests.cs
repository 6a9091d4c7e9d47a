using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Dispatcher.Patterns;
using Dispatcher.Patterns.Syntax;
using Dispatcher.TestKit;

namespace Dispatcher.Core.Tests.Patterns;

public sealed class PatternProblemTests
{
    [Theory]
    [InlineData("(a", "RD101", 0, "is not closed")]
    [InlineData("a)", "RD101", 1, "was not opened")]
    [InlineData("a]", "RD101", 1, "closes nothing")]
    [InlineData("a{x}", "RD101", 1, "does not begin a count")]
    [InlineData("a\\", "RD101", 1, "single `\\`")]
    [InlineData(@"a\q", "RD101", 1, "`\\q` is no escape")]
    [InlineData(@"a\é", "RD101", 1, "`\\é` is no escape")]
    [InlineData("(?y)", "RD104", 0, "inline options `(?y)`")]
    [InlineData("(?", "RD104", 0, "begins no group")]
    [InlineData("[]", "RD102", 0, "is empty")]
    [InlineData("[^]", "RD102", 0, "is empty")]
    [InlineData("[abc", "RD102", 0, "is not closed")]
    [InlineData("[z-a]", "RD102", 1, "is reversed")]
    [InlineData(@"[\s\S]{2}[^\s\S]{2}", "RD102", 9, "has no character")]
    [InlineData("[a-c-e]", "RD102", 4, "this `-`")]
    [InlineData(@"[a-\d]", "RD102", 1, "ends in a class")]
    [InlineData(@"[a[b]", "RD102", 2, "`[` inside a class")]
    [InlineData(@"\p{Greek}", "RD102", 0, "no Unicode general category")]
    [InlineData(@"\p{Cs}", "RD102", 0, "no Unicode general category")]
    [InlineData(@"\pL", "RD102", 0, "in braces")]
    [InlineData("*a", "RD103", 0, "nothing to repeat")]
    [InlineData("a|+", "RD103", 2, "nothing to repeat")]
    [InlineData("^*", "RD103", 1, "nothing to repeat")]
    [InlineData("a**", "RD103", 2, "follows another one")]
    [InlineData("a{2}{3}", "RD103", 4, "follows another one")]
    [InlineData("a{3,2}", "RD103", 1, "reversed")]
    [InlineData("a{,2}", "RD103", 1, "no lower count")]
    [InlineData("a{1025}", "RD103", 1, "more than 1024 times")]
    [InlineData("a{99999999999999999999}", "RD103", 1, "more than 1024 times")]
    [InlineData("(?=a)b", "RD104", 0, "look-ahead `(?=…)`")]
    [InlineData("a(?!b)", "RD104", 1, "negative look-ahead `(?!…)`")]
    [InlineData("(?<=a)b", "RD104", 0, "look-behind `(?<=…)`")]
    [InlineData("(?<!a)b", "RD104", 0, "negative look-behind `(?<!…)`")]
    [InlineData("(?>a)", "RD104", 0, "atomic group `(?>…)`")]
    [InlineData("(?(a)b|c)", "RD104", 0, "condition")]
    [InlineData("(?#note)a", "RD104", 0, "comment")]
    [InlineData("(?'n'a)", "RD104", 0, "in quotes")]
    [InlineData("(?P<n>a)", "RD104", 0, "Python")]
    [InlineData("(?|a|b)", "RD104", 0, "branch reset")]
    [InlineData("(?R)", "RD104", 0, "recursion")]
    [InlineData("(?i:a)", "RD104", 0, "inline options `(?i:`")]
    [InlineData("(?im)a", "RD104", 0, "inline options `(?im)`")]
    [InlineData(@"(a)\1", "RD104", 3, "back-reference `\\1`")]
    [InlineData(@"(?<n>a)\k<n>", "RD104", 7, "back-reference `\\k`")]
    [InlineData(@"\bword\b", "RD104", 0, "word boundary `\\b`")]
    [InlineData(@"\Ga", "RD104", 0, "`\\G`")]
    [InlineData(@"\Aa", "RD104", 0, "anchor `\\A`")]
    [InlineData(@"a\Z", "RD104", 1, "anchor `\\Z`")]
    [InlineData(@"\x41", "RD104", 0, "character escape `\\x`")]
    [InlineData(@"\u0041", "RD104", 0, "character escape `\\u`")]
    [InlineData("a++", "RD104", 2, "possessive")]
    [InlineData("[a-z-[aeiou]]", "RD104", 4, "class subtraction")]
    [InlineData("[[:alpha:]]", "RD104", 1, "POSIX class")]
    [InlineData("a^b", "RD105", 1, "anchor `^`")]
    [InlineData("a$b", "RD105", 1, "anchor `$`")]
    [InlineData("(^a)", "RD105", 1, "anchor `^`")]
    [InlineData("a(?i)b", "RD105", 1, "`(?i)` can only stand at the very start")]
    [InlineData("(?<a-b>x)", "RD107", 3, "`a-b` is no group name")]
    [InlineData("(?<1>x)", "RD107", 3, "`1` is no group name")]
    [InlineData("(?<>x)", "RD107", 3, "`` is no group name")]
    [InlineData("(?<a>x)(?<a>y)", "RD107", 10, "stands twice")]
    [InlineData("(?<ax)", "RD107", 0, "is not closed")]
    [InlineData("(?:a{1000}){1000}", "RD106", 0, "the limit is 1900")]
    public void A_problem_names_the_construct_and_its_place_and_says_what_to_write(
        string pattern,
        string code,
        int offset,
        string message
    )
    {
        PatternParse parse = Pattern.Parse(pattern);
        Assert.Null(parse.Pattern);
        Assert.Contains(parse.Problems, problem =>
            problem.Code == code
            && problem.Offset == offset
            && problem.Message.Contains(message, StringComparison.Ordinal)
        );
        Assert.All(parse.Problems, AssertReadable);
        Assert.Equal(code, parse.Problems.MinBy(problem => problem.Code == code ? 0 : 1)!.Code);
    }

    [Fact]
    public void One_pass_finds_every_problem_in_order()
    {
        PatternParse parse = Pattern.Parse(@"*(?=a\b)[z-a](b{3,1}");
        Assert.Equal(
            ["RD103", "RD104", "RD104", "RD102", "RD101", "RD103"],
            parse.Problems.Select(problem => problem.Code)
        );
        Assert.Equal(parse.Problems.OrderBy(problem => problem.Offset), parse.Problems);
    }

    [Theory]
    [InlineData("x/[[:alpha:]]+", "`[:alpha:]`", "write `A-Za-z`")]
    [InlineData("[[:digit:]_]{2}", "`[:digit:]`", "write `0-9`")]
    [InlineData("[^[:space:]]+", "`[:space:]`", "write `\\s`")]
    [InlineData("[a[=e=]b]*", "`[=e=]`", "write the characters")]
    [InlineData("[[:alpha]+", "`[:…`", "write the characters")]
    [InlineData("[[a-z]]+", "`[` inside a class", "write `\\[`")]
    [InlineData("[[a-z]+", "`[` inside a class", "write `\\[`")]
    public void A_bracket_in_a_class_is_one_problem(string pattern, string what, string advice)
    {
        PatternProblem problem = Assert.Single(Pattern.Parse(pattern).Problems);

        Assert.Contains(what, problem.Message, StringComparison.Ordinal);
        Assert.Contains(advice, problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_atom_is_one_problem_with_or_without_a_quantifier() =>
        Assert.Single(Pattern.Parse(@"[z-a]{2}").Problems);

    [Fact]
    public void Arbitrary_text_never_throws_and_has_problems_or_a_pattern()
    {
        Gen<string> hostile = Gen.OneOf(
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "\\",
                "^",
                "$",
                "*",
                "+",
                "?",
                "|",
                "-",
                "(?",
                "(?<",
                "(?<n>",
                "(?:",
                "(?#",
                "[^",
                "\\p{",
                "L}",
                "{1000}",
                "{1,",
                ">",
                ":",
                "a",
                "Z",
                "9",
                "\\d",
                "\\W",
                "😀",
                "\ud83d",
                "\udc00",
                "\0",
                "\n",
                "é",
                "(?i)",
                ",",
                "=",
                "!",
                "&&",
                "P<",
                "'"
            )
            .Array[0, 40]
            .Select(parts => string.Concat(parts));
        Gen.OneOf(hostile, Gen.String)
            .Sample(
                text =>
                {
                    PatternParse parse = Pattern.Parse(text);
                    Assert.Equal(parse.Problems.IsEmpty, parse.Pattern is not null);
                    Assert.InRange(parse.Problems.Length, 0, 20);
                    Assert.All(parse.Problems, problem =>
                    {
                        AssertReadable(problem);
                        Assert.InRange(problem.Offset, 0, text.Length);
                        Assert.InRange(problem.Offset + problem.Length, problem.Offset, text.Length);
                    });
                    if (parse.Pattern is { } pattern)
                    {
                        _ = pattern.IsMatch("aZ9");
                        _ = pattern.Match(text);
                        _ = pattern.Explain(text);
                    }
                },
                iter: Iterations.Of(4_000)
            );
    }

    [Theory]
    [InlineData("((((", 1000, "RD106")]
    [InlineData("(?:", 1000, "RD106")]
    [InlineData("(a", 2000, "RD106")]
    [InlineData("a", 5000, "RD106")]
    [InlineData("*", 4000, "RD103")]
    [InlineData("[z-a]", 800, "RD102")]
    public void Hostile_repetition_in_the_text_is_refused(string part, int times, string code) =>
        Assert.Contains(Pattern.Parse(string.Concat(Enumerable.Repeat(part, times))).Problems, problem =>
            problem.Code == code
        );

    [Theory]
    [InlineData("((a{1000}){1000}){1000}")]
    [InlineData("(((((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000})")]
    [InlineData("(?:(?:){1000}){1000}")]
    [InlineData("(?:(?:(?:(?:a*)*)*){900})*{9}")]
    [InlineData("(?:()|){1000}")]
    public void Hostile_counts_are_refused_without_building_anything(string pattern) =>
        Assert.Null(Pattern.Parse(pattern).Pattern);

    // The largest that is accepted of each shape is built, in the engine and in the automaton, and still works.
    [Theory]
    [InlineData("a{#}")]
    [InlineData("[ab]{0,#}")]
    [InlineData("[ab]{#,}")]
    [InlineData("(?:ab){#}")]
    [InlineData("(?:[ab]?){#}")]
    [InlineData("(?:(a)|(b)){#}")]
    [InlineData("(?:(?:[ab]*)c){#}")]
    [InlineData("(?:(?:){#})")]
    [InlineData("(?:()()){#}")]
    [InlineData("(?:a{2}b?|[cd]{0,3}){#}")]
    [InlineData("[^/]{1,#}")]
    [InlineData("(?:\\p{L}|\\P{Nd}){#}")]
    [InlineData("(?:(?:(?:a?){3}b?){2}c?){#}")]
    public void What_is_accepted_can_be_built(string shape)
    {
        int largest = (
            (int[])[1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 310, 400, 470, 500, 600, 630, 900, 940, 950, 960, 1000]
        ).Last(n => Pattern.Parse(shape.Replace("#", $"{n}", StringComparison.Ordinal)).Pattern is not null);
        Pattern pattern = Pattern.Parse(shape.Replace("#", $"{largest}", StringComparison.Ordinal)).Pattern!;
        foreach (string value in (string[])["ab", "a\n", new string('a', largest), new string('a', 4000)])
        {
            Assert.Equal(pattern.Explain(value).Matches, pattern.IsMatch(value));
            Assert.Equal(pattern.IsMatch(value), pattern.Match(value) is not null);
        }
    }

    [Fact]
    public void The_largest_alphabet_and_the_deepest_nesting_work()
    {
        string runes = string.Concat(Enumerable.Range(0x1F300, 900).Select(c => new Rune(c).ToString()));
        Assert.True(Pattern.Parse(runes).Pattern!.IsMatch(runes));
        Assert.True(Pattern.Parse(runes + "\n?").Pattern!.IsMatch(runes + "\n"));
        string deep =
            new string('(', PatternSize.MaxDepth) + "a" + string.Concat(Enumerable.Repeat(")*", PatternSize.MaxDepth));
        Assert.True(Pattern.Parse(deep).Pattern!.IsMatch("aaaa"));
    }

    [Fact]
    public void Case_is_folded_exactly_as_the_engine_does_over_the_whole_plane()
    {
        string plane = Plane();
        foreach (char c in plane)
        {
            CharSet folded = CaseFolding.Fold(CharSet.Of(c));
            if (folded.IsSingle && c % 32 != 0)
                continue;
            var engine = new Regex($"[\\u{(int)c:X4}]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            IEnumerable<char> mine = folded
                .Ranges.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))
                .Select(other => (char)other);
            Assert.Equal(mine, engine.Matches(plane).Select(match => match.Value[0]));
        }
    }

    [Theory]
    [InlineData("L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No Z Zs Zl Zp")]
    [InlineData("P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Cc Cf Co Cn")]
    public void A_category_has_the_characters_the_engine_gives_it(string names)
    {
        string plane = Plane();
        foreach (string name in names.Split(' '))
        {
            CharSet set = Categories.Of(name, ignoreCase: false);
            Assert.Equal(
                plane.Where(c => set.Contains(c)),
                new Regex($@"\p{{{name}}}").Matches(plane).Select(match => match.Value[0])
            );
        }
    }

    private static string Plane() =>
        string.Concat(Enumerable.Range(0, 0x10000).Where(c => !char.IsSurrogate((char)c)).Select(c => (char)c));

    private static void AssertReadable(PatternProblem problem)
    {
        Assert.Matches("^RD10[1-7]$", problem.Code);
        Assert.NotEmpty(problem.Hint);
        Assert.False(problem.Message.EndsWith('.') || problem.Hint.EndsWith('.'), problem.Message);
    }
}
