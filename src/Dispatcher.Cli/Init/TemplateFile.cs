using System.Collections.Immutable;
using System.Text;
using Dispatcher.Cli.Version;

namespace Dispatcher.Cli.Init;

/// <summary>A file of the repository that <c>init</c> writes.</summary>
/// <param name="Path">Its path, with <c>/</c>.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record TemplateFile(string Path, ReadOnlyMemory<byte> Content)
{
    private const string Root = "init/",
        Version = "@@version@@";

    /// <summary>Every file, in ordinal order of their paths.</summary>
    public static ImmutableArray<TemplateFile> All { get; } =
    [
        .. typeof(TemplateFile)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(file => file.Path, StringComparer.Ordinal),
    ];

    /// <summary>Whether people run it.</summary>
    public bool IsExecutable => Path == "check";

    private static TemplateFile Read(string resource)
    {
        using var reader = new StreamReader(
            typeof(TemplateFile).Assembly.GetManifestResourceStream(resource)!,
            Encoding.UTF8
        );
        string text = reader
            .ReadToEnd()
            .ReplaceLineEndings("\n")
            .Replace(Version, Product.Version, StringComparison.Ordinal);
        // Here they have another name, so that git and editors do not obey them in the template.
        string path = string.Join(
            '/',
            resource[Root.Length..]
                .Replace('\\', '/')
                .Split('/')
                .Select(part => part.StartsWith("dot-", StringComparison.Ordinal) ? "." + part[4..] : part)
        );
        return new TemplateFile(path, Encoding.UTF8.GetBytes(text));
    }
}
