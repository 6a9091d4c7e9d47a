using Dispatcher.Patterns;
using Dispatcher.Patterns.Engine;

namespace Dispatcher.Core.Tests.Patterns;

public sealed class PatternExplainTests
{
    private const string Invoices = @"invoices/(?<stem>[A-Za-z0-9_\-]+)\.jsonlines";

    [Theory]
    [InlineData(Invoices, "orders/a.csv", 0, "`invoices/`")]
    [InlineData(Invoices, "inv/a", 3, "`oices/`")]
    [InlineData(Invoices, "invoices/", 9, "a letter, digit, `-` or `_`")]
    [InlineData(Invoices, "invoices/a b", 10, "a letter, digit, `-`, `_` or `.jsonlines`")]
    [InlineData(Invoices, "invoices/a.json", 15, "`lines`")]
    [InlineData(Invoices, "invoices/a.jsonlines.gz", 20, "the end of the name")]
    [InlineData(Invoices, "invoices/a.jsonlines", 20, "")]
    [InlineData(@"\d{4}/.*", "20x", 2, "a digit")]
    [InlineData("[^/]+/x", "/", 0, "any character but `/`")]
    [InlineData("a.c", "a\n", 1, "any character")]
    [InlineData("(?:csv|json|parquet)", "xml", 0, "`csv`, `json` or `parquet`")]
    [InlineData("[a-f]", "z", 0, "`a` to `f`")]
    [InlineData("[a-z]", "Z", 0, "a lower-case letter")]
    [InlineData("[A-Z0-9]", "z", 0, "an upper-case letter or digit")]
    [InlineData(@"\s", "z", 0, "white space")]
    [InlineData(@"\S", " ", 0, "any character but white space")]
    [InlineData(@"\p{Lu}", "z", 0, "a character of `\\p{Lu}`")]
    [InlineData("[ ]", "z", 0, "a space")]
    [InlineData("(?i)csv", "x", 0, "`csv` in any case")]
    [InlineData("a?", "b", 0, "`a` or the end of the name")]
    [InlineData("a😀b", "a😁", 1, "`😀b`")]
    [InlineData("", "b", 0, "the end of the name")]
    [InlineData(@"in/[^\n]+\.csv", "in/x.txt", 8, "any character but a line feed or `.csv`")]
    [InlineData(@"[^\r]", "", 0, "any character but a carriage return")]
    [InlineData("[^\n/]", "/", 0, "any character but `/`")]
    [InlineData("(?:.|[\\r\\t])+x", "", 0, "any character but a line feed")]
    [InlineData("a|b|c|d|e|f|g|h|i|j", "z", 0, "`a`, `b`, `c`, `d`, `e`, `f`, `g` or 3 more")]
    public void It_says_how_far_a_name_agrees_and_what_was_expected_next(
        string pattern,
        string value,
        int accepted,
        string expected
    )
    {
        PatternProgress progress = Pattern.Parse(pattern).Pattern!.Explain(value);
        Assert.Equal(new PatternProgress(expected.Length == 0, accepted, expected), progress);
    }

    // Names from generated patterns for which explaining failed once: what is expected next is any character but a
    // line break, or half of a surrogate pair stands in the name.
    [Theory]
    [InlineData("(?:.|[\\r\\t])+x", "")]
    [InlineData("([e]|((?<g0>.|[^\u00ff+\n]|.){1,3}?))", "c\ufffd\u13f8\ufffd")]
    [InlineData("(?i)((?:(?:.+?){0,2}|(?:\ufffd)ek[\\S]\\p{Z})|[\U0001e900d\n])", "\ufffd\ufffe\ufffd")]
    [InlineData("(?i)((?:(?:.+?){0,2}|(?:\ufffd)ek[\\S]\\p{Z})|[\U0001e900d\n])", "\ufffd\uac00")]
    [InlineData("((?:(\ufffe|[fa-z\n])+?|(?:k|.)+?|(?:\u2170){0,2}))", "\ufffe\ufffe\ufffd")]
    [InlineData("(\\d|[I9]?(?:\u01c5|[^\n])|[\U00020000\u1fbe])", "\ufffd")]
    [InlineData(
        "\U0010ffff*?(?:b)\u00c5(?:\u1c80e{3,5}[^\r]{1,3}\u03c9\\S){0,2}",
        "\U0010ffff\U0010ffffb\u00c5\u1c80eeeee\u00ff\u1c80\u03c9\u2170\u1c80eeeee\U00020000"
    )]
    [InlineData("[^\n]", "\n\ufffd")]
    [InlineData("[^\n]", "\ufffd")]
    [InlineData(
        "(?:\u03a9[\\s\\p{Nl}]o~.+[/\r\t]){1,3}?(I[a-z\u2028_]{2,}.|(?:\u24b6|\\d|\\s)|)\u03bc*",
        "\u03a9\u2160o~\u00e5/\u03a9ao~2\u039c\U0001e922\u10a0/\u03a9\u2160o~\U00010428~\u1c80"
    )]
    [InlineData(
        "(?:\\W[\u13f0]\\SIo[\u2028\\s]*\u13a0[\ufeff]*?(?:[\\P{Po}\u03b9H-J][^\r]\\w\u000b){0,2}?){2}",
        "\u212b\u13f0\u24d0Io\u13a0\ufeff\ufeff\U0010ffff\u13f0\uab70Io\u2028\u2028\u2028\u13a0" + "\ufeff\ufeff0"
    )]
    [InlineData("(?:(?<g0>.)\u1c802\u03bc|(?:[\u00e9\u00dfd]|[a-z\n]|f)){3,5}?", "f\ufffdK\ufffd\u00e9\u00df")]
    [InlineData("(?:.)+?[\n\\p{Cn}]", "\u03c9\u1100\u00ff\u00ff\u0661a")]
    [InlineData("(?:.)+?[\n\\p{Cn}]", "_\U0010ffffb")]
    [InlineData("(?<g1>(?<g0>((?:[^\r\u1fbe])|[\u01c5]|.)))", "\r")]
    [InlineData(
        "(?i)(?:(?:[\\p{L}\u0000]+)+){2,}(\u200b||(?:(?:[\u0345\r]|.)|\\p{Zs}.f|(?:.)))\\p{P}(?:\\s"
            + "\u01c6\ua64a\ua64a){3,5}(\\P{Sm}|\u01c5|\\d)(?:\U0001d400:)*?",
        "\u0131\u03bce\u0000c\u00e5\u0000\u1fd3\u0000\u0000\U00010428\u0000\u0432\u0000\u0000\u00df"
            + "\u10a0I\u0000\u0000\u03c3b\u0000"
    )]
    [InlineData(
        "(?i)(?:(?:[\\p{L}\u0000]+)+){2,}(\u200b||(?:(?:[\u0345\r]|.)|\\p{Zs}.f|(?:.)))\\p{P}(?:\\s"
            + "\u01c6\ua64a\ua64a){3,5}(\\P{Sm}|\u01c5|\\d)(?:\U0001d400:)*?",
        "\u00c9\u0000\u0000\u0000\u0000\u00e9\U0001e922\u0000O\u1e60\u212b\ufb00k\u0000\u0000\u0000"
            + "\u0000\u0000\u0000i\u0000\ua64b\u0000"
    )]
    [InlineData(
        "(?i)(?:(?:[\\p{L}\u0000]+)+){2,}(\u200b||(?:(?:[\u0345\r]|.)|\\p{Zs}.f|(?:.)))\\p{P}(?:\\s"
            + "\u01c6\ua64a\ua64a){3,5}(\\P{Sm}|\u01c5|\\d)(?:\U0001d400:)*?",
        "\u2126\u1c80\U00010428d\u2d00o\u03bc\ufb00\u0000s\u0000f\u2126O\U00010000\ufb00\u1fbe\u0000"
            + "\u1e60\u0000\u0000\u1100"
    )]
    [InlineData(
        "(?i)(?:(?:[\\p{L}\u0000]+)+){2,}(\u200b||(?:(?:[\u0345\r]|.)|\\p{Zs}.f|(?:.)))\\p{P}(?:\\s"
            + "\u01c6\ua64a\ua64a){3,5}(\\P{Sm}|\u01c5|\\d)(?:\U0001d400:)*?",
        "\u10d0\u0000\u0000\u0000\u0000\u0000\u03c3\uac00\u0000\u0000\u03c9\u0000\u01c4\u01c4\u00e9"
            + "\u0000\u0000\u0000\ua64b\u212b\u0000\u0000\u0000\u0000"
    )]
    [InlineData(
        "(?i)(?:(?:[\\p{L}\u0000]+)+){2,}(\u200b||(?:(?:[\u0345\r]|.)|\\p{Zs}.f|(?:.)))\\p{P}(?:\\s"
            + "\u01c6\ua64a\ua64a){3,5}(\\P{Sm}|\u01c5|\\d)(?:\U0001d400:)*?",
        "\u0000\u0000\u0412\u0000\u0000o\u1c80\u0000\u0131\u0000\ufb05\u0000\u0000\u0000\u1fbe\u0000"
            + "\u1e9b\u2d00\u03c9\u0000\u0000\U00010400"
    )]
    [InlineData(
        "(?:[\u007f](?:[\ue000\ud000-\ue100\u03c9])([\u13f8O_])(\\S|\\W|\\w)(?:[^\n\u202e]|"
            + "\U000e0001|[\\p{Cf}\u0378]))",
        "\u007f\ud7c1Of"
    )]
    [InlineData(
        "(?:[\u007f](?:[\ue000\ud000-\ue100\u03c9])([\u13f8O_])(\\S|\\W|\\w)(?:[^\n\u202e]|"
            + "\U000e0001|[\\p{Cf}\u0378]))",
        "\u007f\u03c9\u13f8\u2170\ufffd"
    )]
    [InlineData(
        "(?<g0>((?:\\W|\u000b)|((\u00c5)))|((?:[^\r]{2}){2}|(?:\u00ad).{0}|([\u03b9\u000b\u0100-"
            + "\u0180]||\\w{2})))",
        "e\u1fbe"
    )]
    [InlineData(
        "(?<g0>((?:\\W|\u000b)|((\u00c5)))|((?:[^\r]{2}){2}|(?:\u00ad).{0}|([\u03b9\u000b\u0100-"
            + "\u0180]||\\w{2})))",
        "\u24d0\u1e9e\ufffd\u03c9\U0001d7ce"
    )]
    [InlineData(
        "(([\U00010000-\U0010fffd\nk]|[a-z]\\s\\s|(?:2))|.\\S)[^\u0301]+?(?:(\uffff|.)|\U0010ffff|\\"
            + "p{C}.{3,5})(?:((?<g0>,)|(?<g1>\\d|\U0001e922|[^\U0001e900+])|\u03b9)|(?:[\u24b6])\u007f.|(?"
            + ":([^\\d\\W]|\\w)))",
        "\ufffde \u000c\u200b\u000b\u03a3\uffff\U0001e922"
    )]
    [InlineData("[^\n]", "\n\u0432")]
    [InlineData("(.{1,3}?|(?:[\\w\U00010000-\U0010fffd\ud7ff])|(?:\\w|[@!-~]|[\u1e9eK\r]))", "\ufffd\u000c\ufffd")]
    [InlineData("(.{1,3}?|(?:[\\w\U00010000-\U0010fffd\ud7ff])|(?:\\w|[@!-~]|[\u1e9eK\r]))", "\ufffd\ue000\ufffd")]
    [InlineData(
        "[^\u2170\u03c9](.){1,3}(\\p{Cf}|i).+((\U0001f3fd|:|[\n\\dI])){2}",
        "2\u0130\u13f8\u0000\ufeff\ufffe\ufffd\u0085:"
    )]
    [InlineData(
        "[^\u2170\u03c9](.){1,3}(\\p{Cf}|i).+((\U0001f3fd|:|[\n\\dI])){2}",
        "\u0085\u000b\u01c5i\u00df\ud7ff%:\U0001f3fd\U0001f1e9"
    )]
    [InlineData(
        "([\u2170](?<g0>([^\\W]|[R-T]|[%\\P{N}]))|(?:(?<g1>(.)))|[\r\u001c]{3,5}(\u1e60\\w\u200d=)\\"
            + "p{S},\u00ff(?<g3>[++])[\\w\U000e0001\U00010000-\U0010fffd]{2,})",
        "\ufffd\u10a0"
    )]
    [InlineData(
        "(?i)(?:(?<g0>\\S|[^\\-\U0001d7ce])\u0345+[\u00c5](?:\u1e60))+([\u00a0d\u03bc]|\u1fbe|.)[^\r"
            + "]{3,5}?[%\uff00-\U0001f600!-~][^\ud000-\ue100i\t][1]\\W\u0378d(?:.)\u007f[d]\\D[^\ua64a\\S]"
            + "[\u03c3]",
        "\u0378\u0345\u0345\u00c5\u1e60:\u0345\u0345\u0345\u00c5\u1e60\u03bc\u0345\u00c5\u1e60\u1fbe"
            + "\u0345\u00c5\u1e60\u03bcd\U000e0001\u03c2"
    )]
    [InlineData(
        "(?i)(?:(?<g0>\\S|[^\\-\U0001d7ce])\u0345+[\u00c5](?:\u1e60))+([\u00a0d\u03bc]|\u1fbe|.)[^\r"
            + "]{3,5}?[%\uff00-\U0001f600!-~][^\ud000-\ue100i\t][1]\\W\u0378d(?:.)\u007f[d]\\D[^\ua64a\\S]"
            + "[\u03c3]",
        "\u0085\u0345\u0345\u0345\u00c5\u1e60,\u0345\u0345\u0345\u00c5\u1e60\u03bc\ufffd\u1fd3\u01c6"
            + "\u1c88\U0001d400Q\ua64b1\u202e\u0378"
    )]
    [InlineData(
        "(?:[\\S%].+\\p{Ll}(?:[\r\u03bc][k\u0131].\u00e9){3,5}.){3,5}?",
        "\U0001d400%\u24b6\u4e2d\u03bc\u007f\u03c2\u03bc\u0131-\u00e9\r\u0131\uac00\u00e9\rkb\u00e9"
            + "\u03bc\u0131-\u00e9\u2029\u03c9"
    )]
    [InlineData(
        "(?:[\\S%].+\\p{Ll}(?:[\r\u03bc][k\u0131].\u00e9){3,5}.){3,5}?",
        "\U0001f3fd\u03a3\u03452O\u0390\u03bc\u0131\U00020000\u00e9\r\u0131\ud7ff\u00e9\u03bck\ue000"
            + "\u00e9\u03bc\u0131\u0178\u00e9"
    )]
    [InlineData(
        "(?:[\\S%].+\\p{Ll}(?:[\r\u03bc][k\u0131].\u00e9){3,5}.){3,5}?",
        "%\U0010ffffb\ufeff\u200d\u10d0\u03bcko\u00e9\r\u0131\ufffe\u00e9\r\u0131\u1e61\u00e9S\u13f0" + "\u1fd3\u10a0f"
    )]
    [InlineData("[^\r]{0,2}", "\U0001d400\rO")]
    [InlineData(
        "(?i)([^\\W\\W]+\\s[^\u01c5]{3,5}?\\D[^\U0001e922_]\ufb05|(([2\\D]))|([^\\d\U00020000\uac00]"
            + "[\ufb06\ud000-\ue100]\u2126_|\\p{Zs}{3,5}))((([^\u0080-\U0010ffff\n]|.)|\U0001d400|\u2028)|"
            + "\U0001f60e)",
        "\u0378\ufffd\u00e5"
    )]
    [InlineData(
        "((?:\\d{1,3})*|(0))(.|.){0,2}[2]{0,2}?.(?:(?<g0>[\u0085 \u03b9]|@|[R-Th-j\n])|[b:\U00020000"
            + "][:.\u0085]\\p{Z}\\S)\U0001f3fd",
        "0 \ufffd"
    )]
    public void A_name_from_a_generated_pattern_is_explained(string pattern, string value)
    {
        Pattern parsed = Pattern.Parse(pattern).Pattern!;
        PatternProgress progress = parsed.Explain(value);

        Assert.Equal(parsed.IsMatch(value), progress.Matches);
        Assert.Equal(progress.Matches, progress.Expected.Length == 0);
        Assert.InRange(progress.AcceptedLength, 0, value.Length);
        Assert.DoesNotContain(progress.Expected, char.IsControl);
    }
}
