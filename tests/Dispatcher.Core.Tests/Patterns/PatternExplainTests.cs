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
}
