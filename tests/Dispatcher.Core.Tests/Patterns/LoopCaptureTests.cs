using Dispatcher.Patterns;

namespace Dispatcher.Core.Tests.Patterns;

/// <summary>Captures where the body of a loop can match nothing: RE2 and Go agree, and so does the product.</summary>
public sealed class LoopCaptureTests
{
    [Theory]
    [InlineData("(|a)*(a*)", "aa", "", "aa")]
    [InlineData("(?:a*?)*(.*)", "aab", "aab")]
    [InlineData("(a??)*(.*)", "aab", "", "aab")]
    [InlineData("(?:a??)+(.*)", "aab", "aab")]
    [InlineData("(?:|a)*(.*)", "aab", "aab")]
    [InlineData("(?:|a)+(.*)", "aab", "aab")]
    [InlineData("(?:[a-z]*?/?)*(.*)", "in/a/b.csv", "in/a/b.csv")]
    [InlineData("(?:(?:a|b)*?)*((?:[^x]*?|m))", "abc", "abc")]
    [InlineData("(?:(?:(.)|)*){2,}", "ab", "b")]
    [InlineData("(?:(?:(.)|)*){2}", "ab", "b")]
    public void A_loop_whose_body_can_match_nothing_captures_as_in_RE2(
        string pattern,
        string value,
        params string[] groups
    )
    {
        Pattern parsed = Pattern.Parse(pattern).Pattern!;
        PatternMatch match = parsed.Match(value)!;
        Assert.Equal(groups, parsed.GroupNames.Select(name => match.Groups[name] ?? ""));
    }

    [Theory]
    [InlineData("(?<g>a{0})?", "", "")]
    [InlineData("(?<g>a{0}?)?", "", "")]
    [InlineData("(?<g>(?:))?x", "x", "")]
    [InlineData("(?<g>(?:))*x", "x", "")]
    [InlineData("(?<g>(?:))+x", "x", "")]
    [InlineData("(?<g>a{0}){2}x", "x", "")]
    [InlineData("(?:(?<g>a{0})?)?x", "x", "")]
    [InlineData("(?<g>a{0})??x", "x", null)]
    [InlineData("(?<g>a{0})*?x", "x", null)]
    [InlineData("(?<g>a{0}){0}x", "x", null)]
    public void A_group_of_nothing_takes_part_where_there_is_a_turn(string pattern, string value, string? group)
    {
        PatternMatch match = Pattern.Parse(pattern).Pattern!.Match(value)!;
        Assert.Equal(group, match.Groups["g"]);
    }

    [Theory]
    [InlineData("(?:([\\s=]|)*){2,}", "==", "1", "")]
    [InlineData("(?:([\\s=]|)*){2,}", "==\r", "1", "")]
    [InlineData("(?:((.)|)*){2,}", "/\u0399\ue000\u0345\u0085", "1", "")]
    [InlineData("(?:((.)|)*){2,}", "\u200d-_\ufb05", "1", "")]
    [InlineData("(?:((.)|)*){2,}", "\u2029\u13f8\U0001f3fd", "1", "")]
    [InlineData("(?:((.)|)*){2,}", "\u00dfb\u1100", "1", "")]
    [InlineData("(?:((.)|)*){2,}", "\U00010428\u4e2d", "1", "")]
    [InlineData(
        "K(?:(?:\u1c88|\u00c5|d)*?)*(([^\ufffdf]*?|\u00b5))",
        "K\u00c5\u1c88\u00c5\u00c5\u1c88\u1c88\u200b\U0001d400",
        "1",
        "\u00c5\u1c88\u00c5\u00c5\u1c88\u1c88\u200b\U0001d400"
    )]
    [InlineData(
        "K(?:(?:\u1c88|\u00c5|d)*?)*(([^\ufffdf]*?|\u00b5))",
        "K\u00c5dd\u1c88\u1c88d\u1c88\u13a0\u200d\u13a0",
        "2",
        "\u00c5dd\u1c88\u1c88d\u1c88\u13a0\u200d\u13a0"
    )]
    [InlineData("K(?:(?:\u1c88|\u00c5|d)*?)*(([^\ufffdf]*?|\u00b5))", "K\u1c88\u00b5", "1", "\u1c88\u00b5")]
    [InlineData(
        "K(?:(?:\u1c88|\u00c5|d)*?)*(([^\ufffdf]*?|\u00b5))",
        "K\u1c88\u1c88\u1c88d\u10d0\u0131",
        "2",
        "\u1c88\u1c88\u1c88d\u10d0\u0131"
    )]
    [InlineData("K(?:(?:\u1c88|\u00c5|d)*?)*(([^\ufffdf]*?|\u00b5))", "Kdd\u1c88\u00b5", "1", "dd\u1c88\u00b5")]
    [InlineData("K(?:(?:\u1c88|\u00c5|d)*?)*(([^\ufffdf]*?|\u00b5))", "K\u1c88\u00c5", "2", "\u1c88\u00c5")]
    [InlineData("\\W(,{2,}|b?| ~\u01c5\u001c)+(?:.)+", "\uab70 ~\u01c5\u001c\u202e=\u2028", "1", "")]
    [InlineData("\\W(,{2,}|b?| ~\u01c5\u001c)+(?:.)+", "\u2029 ~\u01c5\u001c ~\u01c5\u001c,,,,\u200d", "1", "")]
    [InlineData(
        "(?:.*?)*(\u212b{3,5}?|(.))(?:\u2028\u2170\u03c3\\s\u202e(?:[\u200d\u0301]))+(?:(?:[\\P{Pd}]*?){1,3}){0}?",
        "\u212b\u212b\u212b\u2028\u2170\u03c3\r\u202e\u0301",
        "2",
        ""
    )]
    [InlineData("(?:(?<g4704>|9|)+){0,2}", "99", "g4704", "9")]
    [InlineData(
        "((?<g5000>\u4e2d|[\\p{Lt}\u01c6])|[\u007f]{0}?){0}(?:|(\\p{Lt}|\\s))+(?:\\w|f|(?:\\D)){1,3}?",
        "\u000c\U0001f60e",
        "2",
        ""
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "\u24d0\u1c80~\u000b\u1c801a2aaa\u0301\u00e5\uac00a",
        "g6025",
        "\uac00"
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "\u1e60\u01c6\ufb06\u000b\u1fd3\u000ca\u13a0a\u0130\u0301a",
        "g6025",
        "\u0301"
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "\u0412-\u03c3\t\u00e5\u000ba\u0130\u0345\u00ada",
        "2",
        ""
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "\U0001e922\ufffe9\n\u4e2d\r\u1fbe2a1\u2170a",
        "2",
        ""
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "\u0130\u03a9\u01c5\u1e9b\t\u13f00a\u0130a",
        "3",
        "\u0130"
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "1\U0001f60e\u0399\u0399\r\u1e9e1a\u0130\u24b6a\u0130a",
        "g6025",
        "\u0130"
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "s\u4e2d\uac00 \U0001f6002\u0130\u0130\u00c5a",
        "g6025",
        "\u00c5"
    )]
    [InlineData(
        "(.|[^\\Do]|).\\P{Zs}.\\s\\W(?:[\\s\\s\uab70]|\\d)(?:(\u0130|[2\\P{Nd}]|a){0,"
            + "2}?)+(?<g6025>(\\P{Lt}|[\\dS\uac00]|\\p{Mn}))*[a]",
        "S\U000e0001\u1c90\n\U0001040012\u2d00\u1c88a\u212a\u0130\u0345\uac00\u00ada",
        "g6025",
        "\u00ad"
    )]
    [InlineData(
        "[\\p{Lm}Ii].(?:\U00010000*?)+((@|\U0001e922|\u13a0)|\\P{Ll}*|[ H-J])[^\u00e5]..(?<g6758>\\+([_])\\Wk%\u0412)",
        "I\u00a0\U00010000\U00010000.ck+_\tk%\u0412",
        "1",
        "\U00010000\U00010000"
    )]
    [InlineData("(?:(|[\\w]|([^\u1c80])){2,}){0,2}", "2", "1", "2")]
    [InlineData("(?:(|[\\w]|([^\u1c80])){2,}){0,2}", " ddd\u200ds", "1", "s")]
    [InlineData("(?:(|[\\w]|([^\u1c80])){2,}){0,2}", "\u0000Kk", "1", "k")]
    [InlineData("(?:(?<g7245>\u0378??){2,}){3,5}?", "\u0378\u0378\u0378\u0378", "g7245", "\u0378")]
    [InlineData("(?:(?<g7245>\u0378??){2,}){3,5}?", "\u0378\u0378\u0378\u0378\u0378", "g7245", "\u0378")]
    [InlineData("(?:(\u03b9??){2,}){3,5}?", "\u03b9\u03b9\u03b9\u03b9", "1", "\u03b9")]
    [InlineData("(?:(\u03b9??){2,}){3,5}?", "\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9\u03b9", "1", "\u03b9")]
    [InlineData("(?:(\u03b9??){2,}){3,5}?", "\u03b9", "1", "\u03b9")]
    [InlineData("((?:I*?)*)+?", "IIIIII", "1", "IIIIII")]
    [InlineData("((?:I*?)*)+?", "IIIIIIIII", "1", "IIIIIIIII")]
    [InlineData("e(?:\\d??){2,}((\u1e60|\\S))*\\+", "e19+", "2", "9")]
    [InlineData("e(?:\\d??){2,}((\u1e60|\\S))*\\+", "e1+", "1", "1")]
    [InlineData("e(?:\\d??){2,}((\u1e60|\\S))*\\+", "e1001+", "2", "1")]
    [InlineData(
        "(?:(?<g11395>\uac00\\S[\\S\u0131]\ufffe|d*|[\u212b0\u1100])*){2}",
        "dd\uac00\u13f0\u03a9\ufffe",
        "g11395",
        ""
    )]
    [InlineData(
        "(?:(?<g11395>\uac00\\S[\\S\u0131]\ufffe|d*|[\u212b0\u1100])*){2}",
        "\uac00\U00010000K\ufffe",
        "g11395",
        ""
    )]
    [InlineData("(?:([\\p{Z}\U00010000-\U0010fffd\\p{Mn}]|\u00ff*?|[\\W\ufffds]){2}?)+", "\u0345\u200ds", "1", "")]
    [InlineData(
        ".(?:[\uab70\U0001f600-\U0001f60e]{0,2}?|\u00a0)*(\\W|(\\s|\\S|.))?(?:[k]*)*",
        "\u03b9\u00a0kk",
        "2",
        ""
    )]
    [InlineData(
        "(|(?:[\u0301\u0085\u0400-\u045f]*?)+){2,}",
        "\u0457\u0438\u0085\u042c\u040b\u0457\u0301\u041b\u0447",
        "1",
        "\u0457\u0438\u0085\u042c\u040b\u0457\u0301\u041b\u0447"
    )]
    [InlineData(
        "(|(?:[\u0301\u0085\u0400-\u045f]*?)+){2,}",
        "\u0301\u0406\u043b\u0301\u0085\u0085\u0301\u0453\u041a\u042b",
        "1",
        "\u0301\u0406\u043b\u0301\u0085\u0085\u0301\u0453\u041a\u042b"
    )]
    [InlineData(
        "\\w+?(?:(?:\\w+)*?)*((\\D|[\u200d]|o).+?[%h-j]\\S{2}|\\w)[^\U00020000\uab70]",
        "bIs9_\u1e9e~%\u03bc\u1e61,",
        "1",
        "Is9_\u1e9e~%\u03bc\u1e61"
    )]
    [InlineData(
        "\\w+?(?:(?:\\w+)*?)*((\\D|[\u200d]|o).+?[%h-j]\\S{2}|\\w)[^\U00020000\uab70]",
        "dO0KO02o0sicsb",
        "2",
        "O"
    )]
    [InlineData(
        "\\w+?(?:(?:\\w+)*?)*((\\D|[\u200d]|o).+?[%h-j]\\S{2}|\\w)[^\U00020000\uab70]",
        "oif_Odkcas9%\u24d0\u2126\U0001f60e",
        "1",
        "if_Odkcas9%\u24d0\u2126"
    )]
    [InlineData(
        "\\w+?(?:(?:\\w+)*?)*((\\D|[\u200d]|o).+?[%h-j]\\S{2}|\\w)[^\U00020000\uab70]",
        "2bs9a_s0eKbfi2oOi\u200d\u2029-",
        "2",
        "b"
    )]
    [InlineData(
        "(?:(?<g16407>[\U000e0001]?||[e]+){3,5}?)+",
        "\U000e0001ee\U000e0001\U000e0001ee\U000e0001",
        "g16407",
        ""
    )]
    [InlineData(
        "(\U00010400+?(o)[\U000e0001@]|(?:[\u00c0-\u00ff\U00010000]??)+|(?<g16972>\\W)){2}",
        "\u00e0\u00db\U00010000\u00e2",
        "1",
        "\u00e0\u00db\U00010000\u00e2"
    )]
    public void A_group_in_a_generated_pattern_has_what_it_has_in_Go(
        string pattern,
        string value,
        string group,
        string captured
    ) => Assert.Equal(captured, Pattern.Parse(pattern).Pattern!.Match(value)!.Groups[group] ?? "");
}
