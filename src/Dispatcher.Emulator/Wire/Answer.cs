using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dispatcher.Emulator.Wire;

/// <summary>The answer to a request.</summary>
/// <param name="Status">The HTTP status.</param>
internal sealed record Answer(int Status)
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Where the body is written, to be returned after it is sent; null where it is kept elsewhere.</summary>
    public RentedBuffer? Buffer { get; init; }

    /// <summary>The body's media type; null when there is no body.</summary>
    public string? ContentType { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static Answer Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new RentedBuffer(1024);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
            write(writer);
        return new(status)
        {
            Body = buffer.Written,
            Buffer = buffer,
            ContentType = "application/json",
        };
    }

    /// <summary>An error in OCI's shape.</summary>
    public static Answer Error(int status, string code, string message) => Json(status, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        });

    public Answer With(string name, string value) => this with { Headers = [.. Headers, new(name, value)] };
}
