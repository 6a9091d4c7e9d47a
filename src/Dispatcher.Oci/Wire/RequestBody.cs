using System.Net;

namespace Dispatcher.Oci.Wire;

/// <summary>A request body that records whether a part of it may have been sent.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> content;

    public RequestBody(ReadOnlyMemory<byte> content, string contentType)
    {
        this.content = content;
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    /// <summary>Whether a connection was made and sending began.</summary>
    public bool WasBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        WasBegun = true;
        return stream.WriteAsync(content, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
