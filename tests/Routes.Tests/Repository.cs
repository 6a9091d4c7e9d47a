namespace Routes.Tests;

/// <summary>The files of the repository, as they are checked out.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

    /// <summary>The text of a file, by its path from the repository's root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Join(Root, path));

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Dispatcher.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException($"There is no Dispatcher.sln above {AppContext.BaseDirectory}.");
    }
}
