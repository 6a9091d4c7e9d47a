using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Tests;

public sealed class MessageWriterTests
{
    [Fact]
    public void Lines_that_are_written_side_by_side_stay_whole()
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var messages = new MessageWriter(text);

        Parallel.For(0, 2_000, n => messages.WriteLine($"note: {n}"));

        Assert.Equal(
            Enumerable.Range(0, 2_000).Select(n => $"note: {n}").Order(StringComparer.Ordinal),
            text.ToString().TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal)
        );
    }
}
