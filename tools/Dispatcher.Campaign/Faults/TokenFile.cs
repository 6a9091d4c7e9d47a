using System.Text;
using System.Text.Json.Nodes;

namespace Dispatcher.Campaign.Faults;

/// <summary>The function's token as its file shows it while the platform renews it: not there, empty, cut off in its
/// middle, or one whose time is over.</summary>
/// <param name="path">The file.</param>
internal sealed class TokenFile(string path)
{
    /// <summary>How often the file was found in such a state.</summary>
    public int Gaps { get; private set; }

    /// <summary>Leaves the file in one of these states, until the token is renewed.</summary>
    public void Break(Random random)
    {
        Gaps++;
        string token = File.Exists(path) ? File.ReadAllText(path) : "";
        switch (random.Next(4))
        {
            case 0:
                File.Delete(path);
                break;
            case 1:
                File.WriteAllText(path, "");
                break;
            case 2:
                File.WriteAllText(path, token[..(token.Length / 2)]);
                break;
            default:
                File.WriteAllText(path, Ended(token));
                break;
        }
    }

    // A token is three parts with dots between them, each in Base64 for addresses; the second one says until when it
    // holds.
    private static string Ended(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
            return token;
        string text = parts[1].Replace('-', '+').Replace('_', '/');
        JsonNode claims = JsonNode.Parse(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')))!;
        claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds();
        parts[1] = Convert
            .ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString()))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
        return string.Join('.', parts);
    }
}
