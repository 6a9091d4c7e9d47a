using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dispatcher.Contract.Images;

/// <summary>An image's root folder, put together the way the Dockerfile does it: the same files copied from a context
/// that has nothing else, the same publish commands run on them. Base images count as empty, their packages as
/// installed on this machine, and a stage that is nothing but a base image as this machine.</summary>
/// <remarks>The context is one that was checked out with umask 077: what another user must be able to read, the
/// Dockerfile has to say.</remarks>
public sealed partial class ImageRoot : IDisposable
{
    private readonly Dockerfile dockerfile;
    private readonly string context;
    private readonly string folder;
    private readonly bool keep;
    private readonly HashSet<string> built = [];

    /// <summary>The version that the images are built as.</summary>
    public const string Version = "9.8.7";

    /// <summary>What the builder and its caller set (<c>--build-arg VERSION</c>, as a tag is spelled).</summary>
    private static readonly (string Name, string Value)[] Arguments =
    [
        ("BUILDARCH", ThisArchitecture),
        ("TARGETARCH", ThisArchitecture),
        ("VERSION", "v" + Version),
    ];

    private static string ThisArchitecture =>
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private ImageRoot(Dockerfile dockerfile, string context, string target, string? folder)
    {
        (this.dockerfile, this.context, keep) = (dockerfile, context, folder is not null);
        this.folder = folder ?? Directory.CreateTempSubdirectory("image-").FullName;
        Stage = dockerfile[target];
        Path = System.IO.Path.Combine(this.folder, target);
    }

    public string Path { get; }

    public Stage Stage { get; }

    /// <summary>The command of <c>ENTRYPOINT</c>, as written.</summary>
    public IReadOnlyList<string> Entrypoint => Command(Stage.Value("ENTRYPOINT"));

    /// <summary>The command of <c>HEALTHCHECK</c>, as written.</summary>
    public IReadOnlyList<string> HealthCheck => Command(Stage.Value("HEALTHCHECK").Split("CMD", 2)[1]);

    /// <summary>What <c>ENV</c> sets.</summary>
    public IEnumerable<(string Name, string Value)> Environment =>
        Stage
            .Instructions.Where(instruction => instruction.Keyword == "ENV")
            .SelectMany(instruction => instruction.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (pair[0], pair[1]));

    /// <summary>Every file, as a path in the image.</summary>
    public IEnumerable<string> Files =>
        Directory
            .EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => "/" + System.IO.Path.GetRelativePath(Path, file))
            .Order(StringComparer.Ordinal);

    /// <summary>The folder that the entry point starts in, as written.</summary>
    public string WorkFolder => Stage.Value("WORKDIR");

    /// <summary>A command or path of the image, with this folder before it.</summary>
    public string OnThisMachine(string path) => Inside(Path, path);

    /// <summary>Puts it together.</summary>
    /// <param name="target">The stage.</param>
    /// <param name="folder">Where, to be kept; what is there already is used as it is. Null for a folder that goes with
    /// this object.</param>
    public static ImageRoot Assemble(string target, string? folder = null)
    {
        string context = Repository.Folder;
        var root = new ImageRoot(
            Dockerfile.Read(System.IO.Path.Combine(context, "Dockerfile")),
            context,
            target,
            folder
        );
        if (!Directory.Exists(root.Path))
            root.Build(target);
        return root;
    }

    public void Dispose()
    {
        if (!keep)
            Directory.Delete(folder, recursive: true);
    }

    private string Build(string name)
    {
        string root = System.IO.Path.Combine(folder, name);
        if (!built.Add(name))
            return root;

        Stage stage = dockerfile[name];
        Directory.CreateDirectory(root);
        if (dockerfile.Stages.Any(other => other.Name == stage.Base))
            CopyFolder(Build(stage.Base), root);
        string work = WorkFolderOf(stage.Base);
        foreach ((string keyword, string arguments) in stage.Instructions)
        {
            switch (keyword)
            {
                case "WORKDIR":
                    work = arguments;
                    Directory.CreateDirectory(Inside(root, work));
                    break;
                case "COPY":
                    Copy(root, work, arguments);
                    break;
                case "RUN" when !arguments.StartsWith("apt-get ", StringComparison.Ordinal):
                    // Absolute paths of the image are paths in its folder.
                    Shell.Run(AbsolutePath().Replace(arguments, root + "/"), Inside(root, work), Arguments);
                    break;
            }
        }

        return root;
    }

    // Its own, or the one it begins in.
    private string WorkFolderOf(string name) =>
        dockerfile.Stages.FirstOrDefault(stage => stage.Name == name) is { } stage
            ? stage.Instructions.LastOrDefault(instruction => instruction.Keyword == "WORKDIR")?.Arguments
                ?? WorkFolderOf(stage.Base)
            : "/";

    private void Copy(string root, string work, string arguments)
    {
        string[] parts = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string from = context;
        if (parts[0].StartsWith("--from=", StringComparison.Ordinal))
        {
            string stage = parts[0]["--from=".Length..];
            parts = parts[1..];
            from = dockerfile[stage].Instructions.Count > 0 ? Build(stage) : "/";
        }

        bool intoFolder = parts[^1].EndsWith('/') || parts.Length > 2;
        string target = Inside(root, System.IO.Path.Combine(work, parts[^1]));
        foreach (string source in parts[..^1])
            CopyOne(Inside(from, source), target, intoFolder);
    }

    private void CopyOne(string source, string target, bool intoFolder)
    {
        if (Directory.Exists(source))
        {
            CopyFolder(source, target);
            return;
        }

        Directory.CreateDirectory(intoFolder ? target : System.IO.Path.GetDirectoryName(target)!);
        if (source.Contains('*', StringComparison.Ordinal))
            Shell.Run($"cp -L {source} {target}", "/");
        else
            CopyFile(source, intoFolder ? System.IO.Path.Combine(target, System.IO.Path.GetFileName(source)) : target);
    }

    private void CopyFolder(string source, string target)
    {
        // What .dockerignore keeps away from the context.
        bool ofContext = source.StartsWith(context, StringComparison.Ordinal);
        Directory.CreateDirectory(target);
        File.SetUnixFileMode(target, ofContext ? OwnerOnly | UnixFileMode.UserExecute : File.GetUnixFileMode(source));
        foreach (string file in Directory.EnumerateFiles(source))
            CopyFile(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        foreach (string child in Directory.EnumerateDirectories(source))
        {
            string name = System.IO.Path.GetFileName(child);
            if (!ofContext || name is not ("bin" or "obj"))
                CopyFolder(child, System.IO.Path.Combine(target, name));
        }
    }

    private void CopyFile(string source, string target)
    {
        File.Copy(source, target, overwrite: true); // With its mode.
        if (source.StartsWith(context, StringComparison.Ordinal))
            File.SetUnixFileMode(target, OwnerOnly);
    }

    private static string[] Command(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private static string Inside(string root, string path) =>
        System.IO.Path.Combine(root, path.TrimStart('/').Replace("./", "", StringComparison.Ordinal)).TrimEnd('/');

    [GeneratedRegex(@"(?<=^|[\s>])/(?=[a-z])")]
    private static partial Regex AbsolutePath();
}
