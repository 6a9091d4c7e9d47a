using System.Text;
using System.Text.Json;

namespace Dispatcher.Runtime.Tests.Fakes;

/// <summary>Everything that was logged, each write kept apart.</summary>
internal sealed class LogCapture : Stream
{
    private readonly List<byte[]> writes = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The bytes of each write.</summary>
    public List<byte[]> Writes
    {
        get
        {
            lock (writes)
                return [.. writes];
        }
    }

    public string Text => string.Concat(Writes.Select(Encoding.UTF8.GetString));

    /// <summary>The lines, each of which must be one JSON object in one write.</summary>
    public List<JsonElement> Lines =>
        [
            .. Writes.Select(write =>
            {
                string line = Encoding.UTF8.GetString(write);
                Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
                JsonElement root = JsonDocument
                    .Parse(write, new JsonDocumentOptions { AllowDuplicateProperties = false })
                    .RootElement;
                Assert.Equal(JsonValueKind.Object, root.ValueKind);
                return root;
            }),
        ];

    public List<JsonElement> Named(string eventName) =>
        [.. Lines.Where(line => line.GetProperty("event").GetString() == eventName)];

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (writes)
            writes.Add(buffer.ToArray());
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
