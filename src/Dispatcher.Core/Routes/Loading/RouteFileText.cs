using System.Text;
using Dispatcher.Diagnostics;
using Dispatcher.Routes.Yaml;

namespace Dispatcher.Routes.Loading;

/// <summary>A route file's YAML, not yet read as routes: the part of loading that needs nothing of the other
/// files.</summary>
/// <param name="Root">The document; null when it is empty or there is a problem.</param>
/// <param name="Problem">What keeps it from being one, or null.</param>
internal sealed record RouteFileText(RawNode? Root, Diagnostic? Problem)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes and parses a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prepared">What it is when it is parsed, where that is known already.</param>
    public static RouteFileText Read(RouteFile file, PreparedRoutes? prepared = null)
    {
        var start = new SourcePosition(file.Shown, 1, 1);
        if (file.Content.Length > RouteLoader.MaxFileBytes)
        {
            return Error(
                Codes.LimitPassed,
                start,
                // Whoever read it may have stopped one byte past the limit.
                $"the file has more than {RouteLoader.MaxFileBytes:N0} bytes (1 MiB)",
                "split it into several files"
            );
        }

        string text;
        try
        {
            text = Utf8.GetString(file.Content.Span);
        }
        catch (DecoderFallbackException e)
        {
            int line = 1 + file.Content.Span[..Math.Max(0, e.Index)].Count((byte)'\n');
            return Error(Codes.YamlSyntax, start with { Line = line }, "the file is not UTF-8", "save it in UTF-8");
        }

        text = text.TrimStart('\uFEFF');
        if (prepared is not null)
            return new(prepared.Root(file, text), null);
        RawNode? root = RawYaml.Read(file.Shown, text, out Diagnostic? problem);
        if (problem is not null)
            return new(null, problem);
        return root is null or RawScalar { Value: "" }
            ? Error(
                Codes.MissingKey,
                start,
                "the file is empty",
                "write `version: 1` and `routes:`, or let its name begin with `_` to pass it over"
            )
            : new(root, null);
    }

    private static RouteFileText Error(string code, SourcePosition position, string message, string hint) =>
        new(null, new Diagnostic(code, Severity.Error, position, message, hint));
}
