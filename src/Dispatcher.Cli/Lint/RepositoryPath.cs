namespace Dispatcher.Cli.Lint;

/// <summary>Paths as services that show a repository's files want them: relative to its root, where the command
/// runs.</summary>
internal static class RepositoryPath
{
    /// <summary>The path as the user wrote it, without <c>./</c> before it.</summary>
    public static string Of(string shown)
    {
        while (shown.StartsWith("./", StringComparison.Ordinal))
            shown = shown[2..].TrimStart('/');
        return shown;
    }
}
