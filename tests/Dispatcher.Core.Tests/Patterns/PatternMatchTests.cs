using Dispatcher.Diagnostics;
using Dispatcher.Patterns;

namespace Dispatcher.Core.Tests.Patterns;

public sealed class PatternMatchTests
{
    [Theory]
    [InlineData(@"invoices/[A-Za-z0-9_\-]+\.jsonlines", "invoices/2022-08-12-documents.jsonlines", true)]
    [InlineData(@"invoices/[A-Za-z0-9_\-]+\.jsonlines", "invoices/2022-08-12-documents.jsonlines\n", false)]
    [InlineData(@"invoices/[A-Za-z0-9_\-]+\.jsonlines", "x/invoices/a.jsonlines", false)]
    [InlineData(@"invoices/[A-Za-z0-9_\-]+\.jsonlines", "invoices/.jsonlines", false)]
    [InlineData("a|b", "a", true)]
    [InlineData("a|b", "ab", false)]
    [InlineData("^a$", "a", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?i)^Straße$", "sTRAßE", true)]
    [InlineData("A", "a", false)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\w", "é", false)]
    [InlineData(@"\s", "\u00a0", false)]
    [InlineData(@"\S\D\W", "é٣é", true)]
    [InlineData(@"\p{L}\p{Nd}", "é٣", true)]
    [InlineData(@"\P{L}", "é", false)]
    [InlineData(".", "\n", false)]
    [InlineData(".", "\r", false)]
    [InlineData(".", "\u2028", true)]
    [InlineData(".", "😀", true)]
    [InlineData("[^/]", "😀", true)]
    [InlineData("[😀-😎]{2}", "😀😎", true)]
    [InlineData("😀{2}", "😀😀", true)]
    [InlineData(@"\p{So}", "😀", true)]
    [InlineData("(?i)k", "\u212a", true)]
    [InlineData(@"(?i)\w", "\u212a", false)]
    [InlineData("(?i)[^k]", "K", false)]
    [InlineData(@"(?i)\p{Lu}", "a", true)]
    [InlineData("(?i)i", "ı", false)]
    [InlineData("a{2,3}", "aaaa", false)]
    [InlineData("(?:ab){2}", "abab", true)]
    [InlineData(@"a\/b\_c\$", "a/b_c$", true)]
    [InlineData("a# b", "a# b", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[&&a]", "&", true)]
    [InlineData("", "", true)]
    [InlineData("a{0}", "", true)]
    [InlineData("(?:a{2}){2}", "aaaa", true)]
    [InlineData("(|a)b", "b", true)]
    public void A_pattern_matches_the_whole_value(string pattern, string value, bool matches)
    {
        Pattern parsed = Parsed(pattern);
        Assert.Equal(matches, parsed.IsMatch(value));
        Assert.Equal(matches, parsed.Match(value) is not null);
        Assert.Equal(matches, parsed.Explain(value).Matches);
    }

    [Theory]
    [InlineData(@"(?<year>\d{4})/(.*)\.(?<ext>\w+)", "2022/a/b.tar.gz", "1=a/b.tar|year=2022|ext=gz")]
    [InlineData("(.*?)-(.*)", "a-b-c", "1=a|2=b-c")]
    [InlineData("(?<a>x)|(?<b>y)", "y", "a=-|b=y")]
    [InlineData("(.)(.)", "😀é", "1=😀|2=é")]
    [InlineData("(?:(a)|b)*", "aab", "1=a")]
    [InlineData("(a){0}b", "b", "1=-")]
    [InlineData("(a?)b", "b", "1=")]
    [InlineData("abc", "abc", "")]
    public void Groups_are_numbered_first_and_named_after_and_null_when_they_took_no_part(
        string pattern,
        string value,
        string groups
    )
    {
        Pattern parsed = Parsed(pattern);
        PatternMatch match = parsed.Match(value)!;
        Assert.Equal(groups, string.Join('|', parsed.GroupNames.Select(name => $"{name}={match.Groups[name] ?? "-"}")));
        Assert.Equal(parsed.GroupNames.Length, match.Groups.Count);
    }

    [Theory]
    [InlineData(@"invoices/[a-z]+\.json", "invoices/", ".json")]
    [InlineData("landing-area", "landing-area", "landing-area")]
    [InlineData("(?:ab){3}c", "abababc", "abababc")]
    [InlineData("(ab)+c?", "ab", "")]
    [InlineData("orders/(a|b)x|orders/cx", "orders/", "x")]
    [InlineData("a😀|a😁", "a", "")]
    [InlineData("(?i)invoices/.*", "", "")]
    [InlineData(".*", "", "")]
    [InlineData("", "", "")]
    [InlineData("^a[.]csv$", "a.csv", "a.csv")]
    [InlineData("a{3}b{0}", "aaa", "aaa")]
    public void Every_match_begins_and_ends_with_the_required_text(string pattern, string prefix, string suffix)
    {
        Pattern parsed = Parsed(pattern);
        Assert.Equal(prefix, parsed.RequiredPrefix);
        Assert.Equal(suffix, parsed.RequiredSuffix);
    }

    // Not a theory: attributes are stored as UTF-8, which has no half pairs.
    [Fact]
    public void Half_a_surrogate_pair_is_no_character()
    {
        foreach (string value in (string[])["\ud83d", "a\udc00", "\udc00\ud83d", "😀\ud83d"])
        {
            Pattern any = Parsed("(?:.|[^/]|\\D|\\P{L})*");
            Assert.False(any.IsMatch(value));
            Assert.False(any.Explain(value).Matches);
        }

        Assert.Equal(Codes.PatternSyntax, Pattern.Parse("a\ud83d").Problems.Single().Code);
    }

    private static Pattern Parsed(string pattern)
    {
        PatternParse parse = Pattern.Parse(pattern);
        Assert.Empty(parse.Problems);
        return parse.Pattern!;
    }
}
