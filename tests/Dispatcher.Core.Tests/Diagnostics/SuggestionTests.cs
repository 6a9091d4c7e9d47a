using Dispatcher.Diagnostics;

namespace Dispatcher.Core.Tests.Diagnostics;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("buckt", "bucket")]
    [InlineData("Bucket", "bucket")]
    [InlineData("obejct", "object")]
    [InlineData("wholly-else", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_suggested_when_it_is_near(string name, string? expected) =>
        Assert.Equal(expected, Suggestion.For(name, ["object", "except", "bucket"]));

    [Theory]
    [InlineData("x", "y", null)]
    [InlineData("xy", "y", null)]
    [InlineData("y", "xy", null)]
    [InlineData("Y", "y", "y")] // another letter case
    [InlineData("yx", "xy", "xy")]
    public void A_name_of_one_letter_is_near_only_the_same_letter(string name, string candidate, string? expected) =>
        Assert.Equal(expected, Suggestion.For(name, [candidate]));

    [Theory]
    [InlineData(1_000, "bucket")]
    [InlineData(130, null)] // 100 candidates, and two of the name's length.
    public void Comparing_names_is_counted_and_nothing_is_suggested_when_the_budget_is_spent(
        long steps,
        string? expected
    )
    {
        var work = new WorkBudget(steps);
        string[] candidates = [.. Enumerable.Repeat("much-longer-than-it", 98), "basket", "bucket"];

        Assert.Equal(expected, Suggestion.For("buckt", candidates, work));
        Assert.Equal(expected is null, work.IsSpent);
    }

    [Theory]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData("a\u202eb", "\"a<U+202E>b\"")]
    [InlineData("say \"x\"", "\"say \\\"x\\\"\"")]
    public void Quoted_text_stays_on_its_line(string text, string expected) =>
        Assert.Equal(expected, Quote.Value(text));
}
