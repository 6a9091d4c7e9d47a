using System.Collections;
using System.Globalization;
using Dispatcher.Contract.Images;

namespace Dispatcher.Measure;

/// <summary>A function that is measured.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Entrypoint">The command.</param>
/// <param name="WorkFolder">The folder it starts in.</param>
/// <param name="Variables">What it is started with beside the platform's variables.</param>
internal sealed record Subject(
    string Name,
    IReadOnlyList<string> Entrypoint,
    string WorkFolder,
    IReadOnlyList<(string, string)> Variables
)
{
    /// <summary>Gets one ready.</summary>
    /// <param name="what">A target of the Dockerfile; <c>floor</c>, the function that only signs and sends a constant
    /// body; <c>node</c>, the same job on the Node FDK and OCI's Node SDK; or the path of a published function with its
    /// routes beside it.</param>
    /// <param name="folder">Where what is built goes, and is found when it is there.</param>
    public static Subject Find(string what, string folder) =>
        File.Exists(what)
            ? Published(Path.GetFullPath(what))
            : what switch
            {
                "floor" => Floor(Path.Combine(folder, what)),
                "node" => Node(Path.Combine(Repository.Folder, "bench", "Dispatcher.NodeBaseline")),
                _ => Image(what, folder),
            };

    /// <summary>What is published, without routes.</summary>
    public string Size
    {
        get
        {
            string routes = Path.Combine(WorkFolder, "routes");
            FileInfo[] files =
            [
                .. new DirectoryInfo(WorkFolder)
                    .EnumerateFiles("*", SearchOption.AllDirectories)
                    .Where(file =>
                        !file.FullName.StartsWith(routes + "/", StringComparison.Ordinal)
                        && file.FullName != routes + ".prepared"
                    ),
            ];
            string count =
                files.Length == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{files.Length:n0} files");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{files.Sum(file => file.Length) / 1e6:F1} MB, {count}"
            );
        }
    }

    private static Subject Image(string target, string folder)
    {
        ImageRoot root = ImageRoot.Assemble(target, folder);
        return new(
            target,
            [.. root.Entrypoint.Select(root.OnThisMachine)],
            root.OnThisMachine(root.WorkFolder),
            [.. BaseImages.Variables, .. root.Environment]
        );
    }

    private static Subject Floor(string folder)
    {
        if (!Directory.Exists(folder))
            Shell.Run(
                $"dotnet publish bench/Dispatcher.Floor -c Release --ucr --nologo -v quiet "
                    + $"-p:DebugType=none -p:StripSymbols=true -o '{folder}' && rm -f '{folder}'/*.dbg",
                Repository.Folder
            );
        return new("floor", [Path.Combine(folder, "dispatcher-floor")], folder, []);
    }

    private static Subject Node(string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            Shell.Run("npm ci --no-audit --no-fund", folder);
        string path = Environment.GetEnvironmentVariable("PATH")!;
        return new("node", ["/usr/bin/env", "node", "func.js"], folder, [("PATH", path)]);
    }

    private static Subject Published(string binary)
    {
        // The runtime's own settings are what an image may set; nothing else of this process's environment gets there.
        IEnumerable<(string, string)> runtime = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(pair => ((string)pair.Key, (string)pair.Value!))
            .Where(pair => pair.Item1.StartsWith("DOTNET_", StringComparison.Ordinal));
        return new(Path.GetRelativePath(".", binary), [binary], Path.GetDirectoryName(binary)!, [.. runtime]);
    }
}
