using System.Text;
using System.Text.Json;
using Dispatcher.Runtime.Logging;

namespace Dispatcher.Runtime.Tests.Logging;

/// <summary>A log on a standard error that is not read, or is closed.</summary>
public sealed class QueuedStreamTests
{
    [Fact]
    public void Lines_are_written_before_the_end_in_the_order_of_the_calls()
    {
        var beneath = new Pipe();
        using var stream = new QueuedStream(beneath);
        var log = new JsonLog(stream, LogLevel.Information, TimeProvider.System);

        for (int i = 0; i < 100; i++)
            log.Write(LogLevel.Information, "line", $"{i}");
        stream.Dispose();

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), beneath.Messages);
    }

    [Fact]
    public void A_line_that_is_longer_than_the_queue_is_written_behind_others()
    {
        var beneath = new Pipe();
        using var stream = new QueuedStream(beneath);
        var log = new JsonLog(stream, LogLevel.Information, TimeProvider.System);
        string text = new('x', 2 * QueuedStream.MostBytes);

        log.Write(LogLevel.Information, "line", "before");
        log.Write(LogLevel.Information, "line", text);
        stream.Dispose();

        Assert.Equal(["before", text], beneath.Messages);
    }

    [Fact]
    public void A_stream_that_is_not_read_delays_no_call_and_what_was_dropped_is_counted_when_it_flows_again()
    {
        var beneath = new Pipe();
        using var stream = new QueuedStream(beneath);
        var log = new JsonLog(stream, LogLevel.Information, TimeProvider.System);
        string text = new('x', 10_000);
        beneath.Block();

        // Each call returns although the first write never does.
        for (int i = 0; i < 300; i++)
            log.Write(LogLevel.Information, "line", text);
        Assert.Empty(beneath.Messages);

        beneath.Unblock();
        stream.Dispose();

        string[] messages = beneath.Messages;
        int written = messages.Count(message => message == text);
        Assert.InRange(written, 50, 200); // One mebibyte of them, and what was on its way.
        Assert.Equal(
            $"{300 - written} lines of the log were dropped because standard error was not read.",
            messages[^1]
        );
        Assert.Equal(written + 1, messages.Length);
    }

    // The pool starts the thread that writes. Here it has none left for that before the end.
    [Fact]
    public void A_line_is_written_at_the_end_although_the_pool_is_busy()
    {
        using var over = new ManualResetEventSlim();
        using var ended = new CountdownEvent(200);
        for (int i = 0; i < ended.InitialCount; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    over.Wait();
                    ended.Signal();
                },
                null
            );
        }

        try
        {
            var beneath = new Pipe();
            using var stream = new QueuedStream(beneath);
            new JsonLog(stream, LogLevel.Information, TimeProvider.System).Write(LogLevel.Information, "line", "text");
            stream.Dispose();

            Assert.Equal(["text"], beneath.Messages);
        }
        finally
        {
            over.Set();
            ended.Wait();
        }
    }

    public static TheoryData<Exception> Failures =>
        [
            new IOException("Broken pipe"),
            // The number of a closed standard error was given to a descriptor that is open for reading only.
            new UnauthorizedAccessException("Bad file descriptor"),
        ];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_closed_stream_fails_nothing(Exception failure)
    {
        using var stream = new QueuedStream(new Closed(failure));
        var log = new JsonLog(stream, LogLevel.Information, TimeProvider.System);

        for (int i = 0; i < 10; i++)
            log.Write(LogLevel.Error, "line", "text");
    }

    private sealed class Pipe : MemoryStream
    {
        private readonly ManualResetEventSlim open = new(initialState: true);

        public string[] Messages
        {
            get
            {
                lock (open)
                {
                    return
                    [
                        .. Encoding
                            .UTF8.GetString(ToArray())
                            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("message").GetString()!),
                    ];
                }
            }
        }

        public void Block() => open.Reset();

        public void Unblock() => open.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            open.Wait();
            lock (open)
                base.Write(buffer.ToArray(), 0, buffer.Length);
        }
    }

    private sealed class Closed(Exception failure) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw failure;
    }
}
