namespace Dispatcher.Runtime.Logging;

/// <summary>A stream whose writer never waits: what is written is queued, and a thread of its own writes it to the
/// stream beneath. While nothing reads that stream the queue fills up, and what finds no room is dropped and
/// counted.</summary>
/// <remarks>dispatch-v1, "Log": logging never delays or prevents an answer. Safe for any number of threads; each
/// <see cref="Write(ReadOnlySpan{byte})"/> is written whole, in the order of the calls.</remarks>
/// <param name="beneath">The stream that may block or fail. What fails is lost: there is no other place for it.</param>
public sealed class QueuedStream(Stream beneath) : Stream
{
    /// <summary>Nothing more is taken once so many bytes wait: about a thousand lines of the usual length. One line may
    /// be longer than that: it is all that is kept of an event of 1 MiB that has no other place.</summary>
    public const int MostBytes = 1024 * 1024;

    // The end of the process waits this long for what is queued. Container engines kill 10 s after the stop signal, and
    // the running calls may have used 8 of them.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private const int StackBytes = 256 * 1024;

    private readonly object access = new();
    private readonly Queue<byte[]> waiting = new();
    private Thread? writer;
    private int bytes;
    private long dropped;
    private bool writing;
    private bool ended;
    private int begun;

    /// <summary>Makes the line that states how many writes were dropped. It is written as soon as there is room
    /// again.</summary>
    public Func<long, byte[]>? Notice { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (access)
        {
            if (ended || bytes >= MostBytes)
            {
                dropped++;
                return;
            }

            waiting.Enqueue(buffer.ToArray());
            bytes += buffer.Length;
            if (writer is null)
            {
                writer = new Thread(WriteAll, StackBytes) { IsBackground = true, Name = "log" };
                // Who starts a thread waits until it runs; the first line is of the process's start.
                ThreadPool.UnsafeQueueUserWorkItem(static stream => stream.Begin(), this, preferLocal: false);
            }

            Monitor.PulseAll(access);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing: only <see cref="Stream.Dispose()"/> waits, at the end of the process.</summary>
    public override void Flush() { }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Waits up to a second until what is queued is written. The stream beneath stays open: it belongs to the
    /// process.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The pool may have had no thread for it so far.
            if (writer is not null)
                Begin();
            long until = Environment.TickCount64 + (long)LastPatience.TotalMilliseconds;
            lock (access)
            {
                while (waiting.Count > 0 || writing || (dropped > 0 && Notice is not null && writer is not null))
                {
                    long left = until - Environment.TickCount64;
                    if (left <= 0)
                        break;
                    Monitor.Wait(access, (int)left);
                }

                ended = true;
                Monitor.PulseAll(access);
            }
        }

        base.Dispose(disposing);
    }

    private void Begin()
    {
        if (Interlocked.Exchange(ref begun, 1) == 0)
            writer!.Start();
    }

    private void WriteAll()
    {
        while (Next() is { } line)
        {
            try
            {
                beneath.Write(line);
                beneath.Flush();
            }
#pragma warning disable CA1031 // However a log fails, it is no reason to fail an event or to end the process.
            catch (Exception)
#pragma warning restore CA1031
            {
                // A closed pipe, a full disk, a descriptor that is not open for writing.
            }

            lock (access)
            {
                writing = false;
                Monitor.PulseAll(access);
            }
        }
    }

    private byte[]? Next()
    {
        lock (access)
        {
            while (waiting.Count == 0)
            {
                if (ended)
                    return null;
                if (dropped > 0 && Notice is { } notice)
                {
                    long count = dropped;
                    (dropped, writing) = (0, true);
                    return notice(count);
                }

                Monitor.Wait(access);
            }

            byte[] line = waiting.Dequeue();
            (bytes, writing) = (bytes - line.Length, true);
            return line;
        }
    }
}
