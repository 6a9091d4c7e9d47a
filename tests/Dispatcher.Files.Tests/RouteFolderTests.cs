using System.Diagnostics;
using Dispatcher.Routes;
using Dispatcher.Runtime.Sources;
using Dispatcher.Testing;

namespace Dispatcher.Files.Tests;

/// <summary>What a folder of route files gives. The function, <c>prepare</c> and unit tests read it here; so does the
/// command.</summary>
public sealed class RouteFolderTests : IDisposable
{
    private const string Yaml = "{ version: 1, routes: [{ name: one, match: { object: a }, task: { key: t } }] }";

    private readonly string root = Directory.CreateTempSubdirectory("routes-").FullName;
    private readonly string folder;

    public RouteFolderTests()
    {
        folder = Directory.CreateDirectory(Path.Join(root, "routes")).FullName;
        File.WriteAllText(Path.Join(folder, "a.yaml"), Yaml);
        File.WriteAllText(Path.Join(root, "secret"), "root:x:0:0\n");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("a.yaml", true)] // beside it
    [InlineData("../routes/a.yaml", true)] // by a way round
    [InlineData("..data/a.yaml", true)] // as Kubernetes mounts a ConfigMap
    [InlineData("../secret", false)]
    [InlineData("../routes-2/a.yaml", false)] // the folder's name is only the beginning of the other's
    [InlineData("/etc/passwd", false)]
    [InlineData("/proc/self/environ", false)]
    [InlineData("out/a.yaml", false)] // through a linked folder
    public void A_link_counts_when_it_leads_to_a_file_below_the_folder(string target, bool counts)
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("routes-2/a.yaml");
        Write("routes/..2026/a.yaml");
        File.CreateSymbolicLink(Path.Join(folder, "..data"), "..2026");
        File.CreateSymbolicLink(Path.Join(folder, "out"), "../routes-2");
        File.CreateSymbolicLink(Path.Join(folder, "link.yaml"), target);

        RouteFolder read = RouteFolder.Read(folder, "routes/");

        Assert.Equal(counts, read.Files.Any(file => file.Path == "link.yaml"));
        Assert.Equal(
            counts
                ? []
                :
                [
                    "routes/link.yaml:1:1: error RD013: the file is a link that leads out of the folder; "
                        + "put a copy of the file there, or link to a file below the folder",
                ],
            read.Problems.Select(problem => problem.ToString())
        );
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        if (OperatingSystem.IsWindows())
            return;
        string link = Path.Join(root, "link");
        File.CreateSymbolicLink(link, "routes");
        File.CreateSymbolicLink(Path.Join(folder, "b.yaml"), "a.yaml");

        RouteFolder read = RouteFolder.Read(link, "");

        Assert.Equal(["a.yaml", "b.yaml"], read.Files.Select(file => file.Path));
        Assert.Empty(read.Problems);
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_is_a_problem_and_never_passed_over()
    {
        if (OperatingSystem.IsWindows())
            return;
        Shell(@"mkdir $'in\xff'; touch $'in\xff/a.yaml' $'b\xff.yaml'");

        RouteFolder read = RouteFolder.Read(folder, "routes/");
        Shell("rm -r in* b*"); // .NET cannot

        Assert.Equal(["a.yaml"], read.Files.Select(file => file.Path));
        Assert.Equal(
            [
                "routes/b\uFFFD.yaml:1:1: error RD013: the file's name is not UTF-8; rename it",
                "routes/in\uFFFD:1:1: error RD013: the folder's name is not UTF-8; rename it",
            ],
            read.Problems.Select(problem => problem.ToString()).Order(StringComparer.Ordinal)
        );

        void Shell(string script)
        {
            using Process shell = Process.Start(
                new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder }
            )!;
            shell.WaitForExit();
        }
    }

    [Theory]
    [InlineData("fifo", "the file cannot be read: it is a FIFO")]
    [InlineData("link to a device", "the file is a link that leads out of the folder")]
    [InlineData("link out", "the file is a link that leads out of the folder")]
    [InlineData("link to nowhere", "the file cannot be read: it is a link that leads nowhere")]
    public async Task What_is_not_a_file_of_the_folder_is_refused_at_once_by_everything_that_reads_it(
        string kind,
        string problem
    )
    {
        if (OperatingSystem.IsWindows())
            return;
        Make(kind, Path.Join(folder, "b.yaml"));

        Assert.Contains(
            problem,
            Assert.Single(RouteFolder.Read(folder, "").Problems).ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            problem,
            Assert.IsType<RouteFilesRead.Failed>(await RouteSources.OfFolder(folder).ReadAsync(true, default)).Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(
            problem,
            Assert.Throws<RouteSetLoadException>(() => RouteSet.FromDirectory(folder)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("fifo", "it is a FIFO")]
    [InlineData("device", "it is a device")]
    [InlineData("large", "it has more than the 100 bytes that are read")]
    [InlineData("missing", null)]
    [InlineData("folder", null)]
    [InlineData("empty", "")]
    [InlineData("file", "")]
    public void A_file_is_read_up_to_a_bound_and_nothing_else_is_opened(string kind, string? problem)
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = kind switch
        {
            "device" => "/dev/zero",
            "folder" => folder,
            _ => Path.Join(root, kind),
        };
        Make(kind, path);

        if (problem is "")
            Assert.Equal(File.ReadAllBytes(path), RegularFile.Read(path, 100));
        else if (problem is null)
            Assert.ThrowsAny<Exception>(() => RegularFile.Read(path, 100));
        else
            Assert.StartsWith(
                problem,
                Assert.Throws<IOException>(() => RegularFile.Read(path, 100)).Message,
                StringComparison.Ordinal
            );
    }

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(root, path))!);
        File.WriteAllText(Path.Join(root, path), Yaml);
    }

    private static void Make(string kind, string path)
    {
        switch (kind)
        {
            case "fifo":
                using (var made = Process.Start("mkfifo", [path]))
                    made.WaitForExit();
                break;
            case "link to a device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "link out":
                File.CreateSymbolicLink(path, "../secret");
                break;
            case "link to nowhere":
                File.CreateSymbolicLink(path, "/nowhere");
                break;
            case "large":
                File.WriteAllBytes(path, new byte[101]);
                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "file":
                File.WriteAllBytes(path, new byte[100]);
                break;
            default:
                break;
        }
    }
}
