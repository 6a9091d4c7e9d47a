namespace Dispatcher.Cli.Tests;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "dispatcher-cli-";

    public TemporaryFolder()
        : this(Directory.CreateTempSubdirectory(Prefix).FullName) { }

    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>A folder whose path is as long on every machine: tables are as wide as what is in them.</summary>
    public static TemporaryFolder OfOneLength() =>
        Directory.Exists("/tmp")
            ? new(
                Directory
                    .CreateDirectory($"/tmp/{Prefix}{System.IO.Path.GetRandomFileName().Replace(".", "")[..6]}")
                    .FullName
            )
            : new();

    /// <summary>A folder with route files: name, content.</summary>
    public static TemporaryFolder WithRoutes(params (string Name, string Yaml)[] files)
    {
        var folder = new TemporaryFolder();
        foreach ((string name, string yaml) in files)
            folder.Write(System.IO.Path.Join("routes", name), yaml);
        return folder;
    }

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Join(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
