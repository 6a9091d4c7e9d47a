using System.Collections.Immutable;

namespace Dispatcher.Analysis.Inference;

/// <summary>An object name, cut into fields: its folders, the file without its extension, the extension.</summary>
/// <param name="Name">The name.</param>
/// <param name="Fields">The pieces of each folder and, last, of the file.</param>
/// <param name="Extension">The file's last extension with its dot; empty where there is none.</param>
internal sealed record NameRow(string Name, ImmutableArray<ImmutableArray<NameToken>> Fields, string Extension)
{
    private const int LongestExtension = 10;

    /// <summary>Cuts a name.</summary>
    public static NameRow Of(string name)
    {
        string[] segments = name.Split('/');
        string extension = ExtensionOf(segments[^1]);
        segments[^1] = segments[^1][..^extension.Length];
        return new NameRow(name, [.. segments.Select(NameToken.Of)], extension);
    }

    /// <summary>The text of a field.</summary>
    public string Text(int field) => string.Concat(Fields[field].Select(token => token.Text));

    /// <summary>Equal for names of the same pieces in the same order, whatever stands in them; what names another piece
    /// is part of it.</summary>
    public string Shape() => string.Join('/', Fields.Select(ShapeOf)) + '\0' + Extension;

    /// <summary>The separators and keys of a field, and how many pieces stand between them.</summary>
    public static string Frame(ImmutableArray<NameToken> field) =>
        string.Concat(field.Select(token => IsFixed(token) ? token.Text : "\x01"));

    private static string ShapeOf(ImmutableArray<NameToken> field) =>
        string.Concat(field.Select(token => IsFixed(token) ? token.Text : ((char)(1 + (int)token.Kind)).ToString()));

    private static bool IsFixed(NameToken token) => token.Kind is NameTokenKind.Separator or NameTokenKind.Key;

    private static string ExtensionOf(string file)
    {
        int dot = file.LastIndexOf('.');
        string last = file[(dot + 1)..];
        return
            dot > 0
            && last.Length is > 0 and <= LongestExtension
            && last.All(char.IsAsciiLetterOrDigit)
            && last.Any(char.IsAsciiLetter)
            ? file[dot..]
            : "";
    }
}
