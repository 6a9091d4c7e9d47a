using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dispatcher.Diagnostics;

/// <summary>How this product writes JSON.</summary>
public static class JsonFormat
{
    /// <summary>Characters as they are, no white space.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
