namespace Dispatcher.Patterns.Syntax;

/// <summary>Text as a pattern that takes this text only.</summary>
internal static class LiteralPattern
{
    // RFC 9485, SingleCharEsc without the minus, which stands for itself outside of a class; the dollar is an anchor
    // here.
    private const string Special = @"()*+.?[\]^{|}$";

    /// <summary>The pattern, with a backslash before each character that has a meaning.</summary>
    public static string Escaped(string text) =>
        string.Concat(text.Select(c => Special.Contains(c, StringComparison.Ordinal) ? $@"\{c}" : $"{c}"));
}
