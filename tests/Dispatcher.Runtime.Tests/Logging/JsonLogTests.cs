using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Logging;

public sealed class JsonLogTests
{
    [Fact]
    public void A_line_has_time_level_event_message_and_fields()
    {
        var output = new LogCapture();

        new JsonLog(output, LogLevel.Information, new ManualTime()).Write(
            LogLevel.Warning,
            "name",
            "`message` with \"quotes\" and ü",
            json => json.WriteNumber("n", 1)
        );

        Assert.Equal(
            """{"time":"2026-11-23T10:00:00Z","level":"warning","event":"name","message":"`message` with """
                + """\"quotes\" and ü","routeSet":null,"n":1}"""
                + "\n",
            output.Text
        );
    }

    [Fact]
    public void Every_line_names_the_route_set_in_use_or_the_one_that_decided()
    {
        var output = new LogCapture();
        var log = new JsonLog(output, LogLevel.Information, new ManualTime()) { RouteSet = "sha256:new" };

        log.Write(LogLevel.Error, "a", "m");
        log.Write(LogLevel.Error, "b", "m", routeSet: "sha256:old");

        Assert.Equal(
            ["sha256:new", "sha256:old"],
            output.Lines.Select(line => line.GetProperty("routeSet").GetString())
        );
    }

    [Fact]
    public void No_text_makes_a_line_of_its_own_or_hides_in_one() =>
        Gen.String.Sample(
            text =>
            {
                // Halves of surrogate pairs cannot be written.
                text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
                var output = new LogCapture();

                new JsonLog(output, LogLevel.Debug, new ManualTime()).Write(LogLevel.Debug, "e", text, json =>
                    json.WriteString("object", text)
                );

                JsonElement line = Assert.Single(output.Lines);
                Assert.Equal(
                    (text, text),
                    (line.GetProperty("message").GetString(), line.GetProperty("object").GetString())
                );
                Assert.DoesNotContain(output.Text.TrimEnd('\n'), c =>
                    char.GetUnicodeCategory(c)
                        is UnicodeCategory.Control
                            or UnicodeCategory.Format
                            or UnicodeCategory.LineSeparator
                            or UnicodeCategory.ParagraphSeparator
                );
            },
            iter: Iterations.Of(20_000)
        );

    [Theory]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("\u001b[31m", @"\u001B[31m")]
    [InlineData("a\u007Fb\u009B31m", @"a\u007Fb\u009B31m")]
    [InlineData("\u202Egnp.exe", @"\u202Egnp.exe")]
    [InlineData("\u2028\u2029\u0085\u200B\uFEFF", @"\u2028\u2029\u0085\u200B\uFEFF")]
    [InlineData("日本語-ü", "日本語-ü")]
    public void What_drives_a_terminal_is_escaped_and_letters_are_not(string text, string shown)
    {
        var output = new LogCapture();

        new JsonLog(output, LogLevel.Debug, new ManualTime()).Write(LogLevel.Debug, "e", text);

        Assert.Contains($"\"message\":\"{shown}\"", output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Debug, 4)]
    [InlineData(LogLevel.Information, 3)]
    [InlineData(LogLevel.Warning, 2)]
    [InlineData(LogLevel.Error, 1)]
    public void Below_the_level_nothing_is_written_or_computed(LogLevel minimum, int lines)
    {
        var output = new LogCapture();
        var log = new JsonLog(output, minimum, new ManualTime());
        int computed = 0;

        foreach (LogLevel level in Enum.GetValues<LogLevel>())
            log.Write(level, "e", "m", _ => computed++);

        Assert.Equal((lines, lines), (output.Lines.Count, computed));
    }

    [Fact]
    public void A_closed_stream_fails_nothing() =>
        new JsonLog(new Broken(), LogLevel.Debug, new ManualTime()).Write(LogLevel.Error, "e", "m");

    [Fact]
    public void Lines_of_concurrent_calls_do_not_mix()
    {
        var output = new LogCapture();
        var log = new JsonLog(output, LogLevel.Debug, new ManualTime());

        Parallel.For(0, 500, n => log.Write(LogLevel.Error, "e", new string('x', n * 10)));

        Assert.Equal(500, output.Lines.Count);
    }

    private sealed class Broken : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("closed");
    }
}
