using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Dispatcher.Function.Hosting;

/// <summary>Answers a caller that closes its sending half once the request is out and waits for the answer.</summary>
/// <remarks>The server takes the end of what it reads for the end of the connection: it calls a body incomplete that
/// came with the end, and throws answers away. Here the end counts when nothing came with it. Work that has begun goes
/// on in any case, and an answer to a caller that is gone fails when it is written.</remarks>
internal static class HalfClosed
{
    /// <summary>The connection middleware.</summary>
    public static ConnectionDelegate Answer(ConnectionDelegate next) =>
        connection =>
        {
            connection.ConnectionClosed = CancellationToken.None;
            connection.Transport = new Transport(connection.Transport);
            return next(connection);
        };

    private sealed class Transport(IDuplexPipe inner) : PipeReader, IDuplexPipe
    {
        private ReadOnlySequence<byte> read;
        private long examinedBefore;

        public PipeReader Input => this;

        public PipeWriter Output => inner.Output;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            Seen(await inner.Input.ReadAsync(cancellationToken).ConfigureAwait(false));

        public override bool TryRead(out ReadResult result)
        {
            bool has = inner.Input.TryRead(out result);
            if (has)
                result = Seen(result);
            return has;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            examinedBefore = read.Slice(consumed, examined).Length;
            read = default;
            inner.Input.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.Input.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Input.Complete(exception);

        // With bytes that were not looked at yet, the end is not reported: the next read reports it.
        private ReadResult Seen(ReadResult result)
        {
            read = result.Buffer;
            return new ReadResult(
                result.Buffer,
                result.IsCanceled,
                result.IsCompleted && result.Buffer.Length <= examinedBefore
            );
        }
    }
}
