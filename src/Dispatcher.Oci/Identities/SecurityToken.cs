using System.Buffers.Text;
using System.Text.Json;

namespace Dispatcher.Oci.Identities;

/// <summary>Reads the expiry of the service's token, a JSON Web Token. A client may not rely on anything else in
/// it.</summary>
internal static class SecurityToken
{
    /// <summary>The reason why this cannot be a token, as the end of a sentence; null when it can.</summary>
    public static string? Problem(string token)
    {
        string[] parts = token.Split('.');
        return parts.Length == 3 && Array.TrueForAll(parts, part => part.Length > 0 && part.All(IsBase64Url))
            ? null
            : "is not a JSON Web Token (three parts between two dots)";
    }

    /// <summary>The <c>exp</c> claim, or null when it is missing or cannot be read.</summary>
    public static DateTimeOffset? Expires(string token)
    {
        try
        {
            byte[] claims = Base64Url.DecodeFromChars(token.Split('.')[1].TrimEnd('='));
            using JsonDocument document = JsonDocument.Parse(claims);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("exp", out JsonElement exp)
                && exp.ValueKind == JsonValueKind.Number
                && exp.TryGetDouble(out double seconds)
                && seconds is > 0 and < 253_402_300_800 // the end of year 9999
                ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
                : null;
        }
        catch (Exception failure) when (failure is FormatException or JsonException)
        {
            return null;
        }
    }

    private static bool IsBase64Url(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '=';
}
