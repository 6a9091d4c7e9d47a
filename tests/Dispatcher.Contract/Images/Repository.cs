namespace Dispatcher.Contract.Images;

/// <summary>Where the sources are.</summary>
public static class Repository
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Dockerfile")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No Dockerfile above the tests.");
    }
}
