using System.Collections;
using System.Globalization;
using Dispatcher.Contract.Images;

namespace Dispatcher.Measure;

/// <summary>Something that is measured: an image's target, or a published function.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Entrypoint">The command.</param>
/// <param name="WorkFolder">The folder it starts in.</param>
/// <param name="Variables">What it is started with beside the platform's variables.</param>
internal sealed record Subject(string Name, IReadOnlyList<string> Entrypoint, string WorkFolder, IReadOnlyList<(string, string)> Variables)
{
    /// <summary>Puts an image's root folder together, or takes the path of a published function with its routes beside it.</summary>
    /// <param name="what">A target of the Dockerfile, or a path.</param>
    /// <param name="folder">Where to find, or to keep, the image's root folder; null for one that goes at the end.</param>
    /// <param name="owned">Takes what has to go at the end.</param>
    public static Subject Find(string what, string? folder, List<IDisposable> owned)
    {
        if (File.Exists(what))
        {
            // The runtime's own settings are what an image may set; nothing else of this process's environment gets there.
            IEnumerable<(string, string)> runtime = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(pair => ((string)pair.Key, (string)pair.Value!))
                .Where(pair => pair.Item1.StartsWith("DOTNET_", StringComparison.Ordinal));
            string binary = Path.GetFullPath(what);
            return new(Path.GetRelativePath(".", binary), [binary], Path.GetDirectoryName(binary)!, [.. runtime]);
        }

        var root = ImageRoot.Assemble(what, folder);
        owned.Add(root);
        return new(what, root.Entrypoint, root.WorkFolder, [.. BaseImages.VariablesOf(what), .. root.Environment]);
    }

    /// <summary>What is published, without routes.</summary>
    public string Size
    {
        get
        {
            string routes = Path.Combine(WorkFolder, "routes") + "/";
            FileInfo[] files = [.. new DirectoryInfo(WorkFolder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => !file.FullName.StartsWith(routes, StringComparison.Ordinal))];
            string count = files.Length == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{files.Length} files");
            return string.Create(CultureInfo.InvariantCulture, $"{files.Sum(file => file.Length) / 1e6:F1} MB, {count}");
        }
    }
}
