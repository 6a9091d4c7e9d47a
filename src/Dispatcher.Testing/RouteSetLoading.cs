using System.Text;
using Dispatcher.Files;
using Dispatcher.Routes;
using Dispatcher.Routes.Loading;

namespace Dispatcher.Testing;

/// <summary>Loads route sets for tests.</summary>
public static class RouteSetLoading
{
    extension(RouteSet)
    {
        /// <summary>Every route file below a folder.</summary>
        /// <param name="path">The folder. A relative one is looked for beside the test assembly, then in the current
        /// directory.</param>
        /// <exception cref="RouteSetLoadException">The set does not load; the message has every problem.</exception>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        public static RouteSet FromDirectory(string path)
        {
            string folder = Find(path, Directory.Exists)
                ?? throw new DirectoryNotFoundException($"There is no folder `{path}`; {Places(path)}");
            string shown = path.Replace('\\', '/').TrimEnd('/');
            return Load(path, RouteFolder.Read(folder, shown + "/"));
        }

        /// <summary>One route file.</summary>
        /// <param name="path">The file, <c>*.yaml</c> or <c>*.yml</c>. A relative one is looked for beside the test
        /// assembly, then in the current directory.</param>
        /// <exception cref="RouteSetLoadException">The set does not load; the message has every problem.</exception>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        public static RouteSet FromFile(string path)
        {
            string file = Find(path, File.Exists)
                ?? throw new FileNotFoundException($"There is no file `{path}`; {Places(path)}", path);
            return Load(path, RouteFolder.ReadOne(file, path.Replace('\\', '/')));
        }

        /// <summary>One route file, given as text.</summary>
        /// <param name="yaml">The YAML.</param>
        /// <param name="name">What the file is called in problems and as <c>route.file</c>.</param>
        /// <exception cref="RouteSetLoadException">The set does not load; the message has every problem.</exception>
        public static RouteSet FromYaml(string yaml, string name = "inline.yaml")
        {
            ArgumentNullException.ThrowIfNull(yaml);
            return Load(name, [new RouteFile(name, Encoding.UTF8.GetBytes(yaml))]);
        }
    }

    private static RouteSet Load(string source, RouteFolder read) =>
        read.Problems.IsEmpty ? Load(source, read.Files) : throw new RouteSetLoadException(source, read.Problems);

    private static RouteSet Load(string source, IEnumerable<RouteFile> files)
    {
        RouteLoad load = RouteLoader.Load(files);
        return load.Set ?? throw new RouteSetLoadException(source, load.Diagnostics);
    }

    private static string? Find(string path, Func<string, bool> exists)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string beside = Path.Combine(AppContext.BaseDirectory, path);
        return exists(beside) ? beside
            : exists(path) ? Path.GetFullPath(path)
            : null;
    }

    private static string Places(string path) =>
        Path.IsPathRooted(path)
            ? "name one that exists."
            : $"it is neither beside the test assembly ({AppContext.BaseDirectory}) nor in the current "
                + $"directory ({Environment.CurrentDirectory}). "
                + "Copy it there from the project file: <Content Include=\"../../routes/**\" "
                + "LinkBase=\"routes\" CopyToOutputDirectory=\"PreserveNewest\" />.";
}
