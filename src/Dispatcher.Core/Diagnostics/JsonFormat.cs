using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dispatcher.Diagnostics;

/// <summary>How this product writes JSON.</summary>
public static class JsonFormat
{
    /// <summary>Characters as they are, no white space.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as a JSON string that can be shown.</summary>
    public static string Text(string text) =>
        Encoding.UTF8.GetString(
            Shown([(byte)'"', .. JsonEncodedText.Encode(text, Options.Encoder).EncodedUtf8Bytes, (byte)'"'])
        );

    /// <summary>The same JSON for a terminal or a log: what <see cref="Quote.IsUnsafe(string, int)"/> names is escaped,
    /// above all the bidirectional controls, which <see cref="Options"/> lets through.</summary>
    /// <param name="json">JSON in UTF-8, made with <see cref="Options"/>.</param>
    public static ReadOnlySpan<byte> Shown(ReadOnlySpan<byte> json)
    {
        if (Ascii.IsValid(json) && json.IndexOf("##["u8) < 0)
            return json;

        // Outside ASCII, and at a number sign, JSON has nothing but the inside of strings: an escape may stand for it.
        var shown = new ArrayBufferWriter<byte>(json.Length + 64);
        bool numberSign = false;
        while (!json.IsEmpty)
        {
            Rune.DecodeFromUtf8(json, out Rune rune, out int length);
            bool command = numberSign && json.StartsWith("#["u8);
            numberSign = rune.Value == '#';
            if (command || (!rune.IsAscii && Quote.IsUnsafe(rune)))
            {
                foreach (char unit in rune.ToString())
                    shown.Write(
                        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"))
                    );
            }
            else
            {
                shown.Write(json[..length]);
            }

            json = json[length..];
        }

        return shown.WrittenSpan;
    }
}
