using System.Collections.Immutable;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Lint.Checks;

/// <summary>Patterns that have more of an object's address than their key takes: a scheme and a host,
/// <c>/n/…/b/…/o/</c>, a slash after a bucket's name.</summary>
internal static class PatternAddresses
{
    private const string SchemeCharacters = "+-.()|?:";

    /// <summary>The expression without the parts that stand elsewhere.</summary>
    public static string Without(
        string text,
        MatchKey key,
        ImmutableArray<string>.Builder messages,
        ref string otherwise
    )
    {
        text = WithoutBlanks(text, messages, ref otherwise);
        if (key != MatchKeys.Object && !MatchKeys.Places.Contains(key))
            return text;
        string plain = text.Replace(@"\/", "/", StringComparison.Ordinal);
        string rest = plain.StartsWith("(?i)", StringComparison.Ordinal) ? plain[4..] : plain;
        rest = rest.TrimStart('^');
        int scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && IsScheme(rest[..scheme]))
        {
            messages.Add($"`{rest[..(scheme + 3)]}` begins an address, and {What(key)} has none in front");
            return Part(rest[(scheme + 3)..], key);
        }

        if (rest.StartsWith("/n/", StringComparison.Ordinal) && Part(rest, key) is var part && part != rest)
        {
            string front = key == MatchKeys.Object ? rest[..^part.Length] : rest;
            messages.Add($"`{front}` is of the event's `resourceId`, and {What(key)} does not have it");
            return part;
        }

        return key == MatchKeys.Object ? text : Place(text, key, messages, ref otherwise);
    }

    // What of `host/…`, `bucket@namespace/…` or `/n/…/b/…/o/…` the key is about.
    private static string Part(string address, MatchKey key)
    {
        int of = address.IndexOf("/n/", StringComparison.Ordinal);
        if (of >= 0)
        {
            (string begin, string end) =
                key == MatchKeys.Object ? ("/o/", "")
                : key == MatchKeys.Bucket ? ("/b/", "/")
                : ("/n/", "/");
            int at = address.IndexOf(begin, of, StringComparison.Ordinal);
            return at < 0 ? address
                : end.Length == 0 ? OrAny(address[(at + begin.Length)..])
                : address[(at + begin.Length)..].Split('/')[0];
        }

        int slash = address.IndexOf('/', StringComparison.Ordinal);
        if (key == MatchKeys.Object)
            return slash < 0 ? ".+" : OrAny(address[(slash + 1)..]);
        string[] place = (slash < 0 ? address : address[..slash]).Split('@');
        return key == MatchKeys.Namespace ? place[^1] : place[0];
    }

    private static string OrAny(string pattern) => pattern.Length == 0 ? ".+" : pattern;

    private static bool IsScheme(string text) =>
        char.IsAsciiLetter(text.TrimStart('(', '?', ':').FirstOrDefault())
        && text.All(c => char.IsAsciiLetterOrDigit(c) || SchemeCharacters.Contains(c, StringComparison.Ordinal));

    // A bucket, a namespace and a compartment have names of letters, digits, `-`, `_` and `.`.
    private static string Place(
        string text,
        MatchKey key,
        ImmutableArray<string>.Builder messages,
        ref string otherwise
    )
    {
        if (key == MatchKeys.Bucket && text.StartsWith("ocid1", StringComparison.Ordinal))
        {
            messages.Add("an event names its bucket by name, not by OCID");
            otherwise = "the bucket's name";
            return "";
        }

        string[] parts = Split(text);
        if (parts.Length > 1)
        {
            messages.Add($"{What(key)} has no slash");
            string[] named = [.. parts.Where(part => part.Length > 0)];
            // The folders of a bucket follow its name, a compartment its parents'.
            text =
                named.Length == 0 ? ".+"
                : key == MatchKeys.Compartment ? named[^1]
                : named[0];
        }

        int at = key == MatchKeys.Compartment ? -1 : text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at + 1 == text.Length)
            return text;
        messages.Add($"{What(key)} has no `@`");
        return key == MatchKeys.Bucket ? text[..at] : text[(at + 1)..];
    }

    // At the slashes outside of classes.
    private static string[] Split(string text)
    {
        var parts = new List<string> { "" };
        foreach (PatternToken token in PatternToken.Of(text))
        {
            if (token.Text is "/" or @"\/")
                parts.Add("");
            else
                parts[^1] += token.Text;
        }

        return [.. parts];
    }

    private static string WithoutBlanks(string text, ImmutableArray<string>.Builder messages, ref string otherwise)
    {
        bool begins = text.StartsWith(' ');
        bool ends = text.EndsWith(' ') && !text.EndsWith(@"\ ", StringComparison.Ordinal);
        if ((!begins && !ends) || string.IsNullOrWhiteSpace(text))
            return text;
        messages.Add($"the pattern {(begins && ends ? "begins and ends" : begins ? "begins" : "ends")} with a blank");
        otherwise = "`[ ]` where the blank is meant";
        return ends ? text.Trim(' ') : text.TrimStart(' ');
    }

    private static string What(MatchKey key) =>
        key == MatchKeys.Object ? "an object name" : $"the name of a {key.What}";
}
