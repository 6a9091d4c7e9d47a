using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Templates.Functions;

/// <summary>What puts a value into another language, and takes it out again.</summary>
/// <remarks>routes-v1, "Templates": of <c>object</c> and <c>html</c> these only.</remarks>
internal static class Encoders
{
    public static readonly TemplateFunction[] All =
    [
        // A value inside a JSON document.
        new("object.to_json", [Parameter.Any("value")], 1, Gives.Text, ToJson),
        // A value inside a URL.
        new("html.url_encode", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) && IsWhole(a, text) ? Made(a, 9L * text.Length, Uri.EscapeDataString(text)) : null
        ),
        new("string.url_decode", [Parameter.Text("text")], 1, Gives.Text, a =>
            a.Text(0, out var text) ? UrlDecode(a, text) : null
        ),
    ];

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // What RFC 3986 lets stand in a URL beside percent-encoded bytes.
    private static readonly SearchValues<char> UrlCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;="
    );

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static string? ToJson(Arguments arguments)
    {
        if (!Spend(arguments, arguments[0]))
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            if (!Write(arguments, json, arguments[0]))
                return null;
        }

        return Made(arguments, buffer.WrittenCount, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static string? Made(Arguments arguments, long work, string text) =>
        arguments.Context.Spend(work) && arguments.Context.Allows(text.Length) ? text : null;

    private static bool Write(Arguments arguments, Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                return true;
            case bool flag:
                json.WriteBooleanValue(flag);
                return true;
            case long number:
                json.WriteNumberValue(number);
                return true;
            case double number:
                json.WriteNumberValue(number);
                return true;
            case object?[] list:
                json.WriteStartArray();
                foreach (object? item in list)
                {
                    if (!Write(arguments, json, item))
                        return false;
                }

                json.WriteEndArray();
                return true;
            case JsonElement element:
                // Written again: the event's own white space has no place in a parameter.
                element.WriteTo(json);
                return true;
            default:
                if (
                    TemplateValue.Text(arguments.Context, value, "the value of object.to_json") is not { } text
                    || !IsWhole(arguments, text)
                )
                    return false;
                json.WriteStringValue(text);
                return true;
        }
    }

    // Counted before it is written: a character becomes at most six.
    private static bool Spend(Arguments arguments, object? value) =>
        value switch
        {
            string text => arguments.Context.Spend(6L * text.Length),
            JsonElement element => arguments.Context.Spend(element.GetRawText().Length),
            object?[] list => arguments.Context.Spend(list.Length) && list.All(item => Spend(arguments, item)),
            _ => true,
        };

    private static object? UrlDecode(Arguments arguments, string text)
    {
        var bytes = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (UrlCharacters.Contains(text[i]))
                bytes[length++] = (byte)text[i];
            else if (
                text[i] == '%'
                && i + 2 < text.Length
                && char.IsAsciiHexDigit(text[i + 1])
                && char.IsAsciiHexDigit(text[i + 2])
            )
            {
                bytes[length++] = Convert.ToByte(text.Substring(i + 1, 2), 16);
                i += 2;
            }
            else
                return arguments.Fail(
                    $"{Quote.Code(text)} is not percent-encoded (RFC 3986) at {i + 1}; match only names that are"
                );
        }

        try
        {
            return arguments.Make(length, () => Utf8.GetString(bytes, 0, length));
        }
        catch (DecoderFallbackException)
        {
            return arguments.Fail($"the bytes of {Quote.Code(text)} are not UTF-8; match only names that are");
        }
    }

    private static bool IsWhole(Arguments arguments, string text)
    {
        int lone = Surrogates.IndexOfLone(text);
        if (lone >= 0)
            arguments.Fail($"{Quote.Code(text)} has half a character at {lone + 1}; cut it at another place");
        return lone < 0;
    }
}
