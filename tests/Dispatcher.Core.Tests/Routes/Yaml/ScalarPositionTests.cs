using Dispatcher.Routes.Yaml;

namespace Dispatcher.Core.Tests.Routes.Yaml;

public sealed class ScalarPositionTests
{
    // `#` marks the character whose place is asked for: it stands in the value once.
    [Theory]
    [InlineData("k: ab#", 1, 6)]
    [InlineData("k: 'a''b#'", 1, 9)]
    [InlineData("k: \"a\\tb\\u0041#\"", 1, 15)]
    [InlineData("k: \"one\n  two #\"", 2, 7)]
    [InlineData("k: one\n  two #", 2, 7)]
    [InlineData("k: |\n  one\n  two #\n", 3, 7)]
    [InlineData("k: |2\n    one\n  #\n", 3, 3)]
    [InlineData("k: >\n  one\n  two #\n", 3, 7)]
    [InlineData("k: >-\n  one\n\n  two#\n", 4, 6)]
    [InlineData("k: &anchor ab#", 1, 14)]
    [InlineData("k: !!str ab#", 1, 12)]
    public void A_character_of_a_value_is_found_in_the_file(string yaml, int line, int column)
    {
        var map = Assert.IsType<RawMap>(RawYaml.Read("r.yaml", yaml.Replace('#', '¤'), out _));
        var scalar = Assert.IsType<RawScalar>(map.Entries[0].Value);

        var position = scalar.At(scalar.Value.IndexOf('¤', StringComparison.Ordinal));

        Assert.Equal((line, column), (position.Line, position.Column));
    }
}
