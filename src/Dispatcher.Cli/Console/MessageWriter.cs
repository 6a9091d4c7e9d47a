using System.Text;

namespace Dispatcher.Cli.Console;

/// <summary>Standard error. When it is not read or cannot be written, the command goes on. Calls that run side by side
/// may write at once.</summary>
internal sealed class MessageWriter(TextWriter inner) : TextWriter
{
    private readonly Lock writing = new();

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            lock (writing)
                write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is no place left to report it.
        }
    }
}
