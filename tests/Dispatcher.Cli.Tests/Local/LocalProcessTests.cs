using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Dispatcher.Cli.Tests.Local;

/// <summary><c>local</c> as users run it: watched, interrupted, and leaving nothing behind.</summary>
public sealed class LocalProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = TemporaryFolder.WithRoutes(("a.yaml", Yaml.Good));
    private readonly ConcurrentQueue<string> said = new();

    public LocalProcessTests()
    {
        folder.Write("landing/files/first.txt", "x");
        // Complete long ago, so that it is dispatched at once.
        File.SetLastWriteTimeUtc(Path.Join(folder.Path, "landing/files/first.txt"), DateTime.UnixEpoch);
        Directory.CreateDirectory(Temporary);
    }

    private string Temporary => Path.Join(folder.Path, "t");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Watching_dispatches_changes_until_it_is_interrupted_and_leaves_nothing_behind(string signal)
    {
        using Process process = Start("local", "landing");
        await SaidAsync("create files/first.txt → files ");
        await SaidAsync("watching");
        await SaidAsync("note: send, backfill and redrive reach these services with --oci-config ");
        folder.Write("landing/files/second.txt", "x");
        await SaidAsync("create files/second.txt → files ");
        folder.Write("landing/files/second.txt", "longer");
        await SaidAsync("update files/second.txt → files ");
        folder.Write("landing/other.txt", "x");
        await SaidAsync("create other.txt → unmatched; nearest `files`");
        File.Delete(Path.Join(folder.Path, "landing/other.txt"));
        await SaidAsync("delete other.txt → unmatched");
        Assert.NotEmpty(FunctionsOfThisTest());

        Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, process.ExitCode);
        await SaidAsync("5 events: 3 task runs, 2 unmatched, 0 failed");
        Assert.Empty(FunctionsOfThisTest());
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    [Fact]
    public async Task A_signal_that_comes_twice_at_once_is_one_request_to_end()
    {
        // `timeout` sends it to the process, and to the process's group.
        using Process process = Start("local", "landing");
        await SaidAsync("watching");
        string kill = $"kill -TERM {process.Id.ToString(CultureInfo.InvariantCulture)}";
        Process.Start("bash", ["-c", $"{kill}; sleep 0.02; {kill}; sleep 0.02; {kill}"]).Dispose();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, process.ExitCode);
        await SaidAsync("1 event: 1 task run, 0 unmatched, 0 failed");
        Assert.Empty(FunctionsOfThisTest());
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    [Fact]
    public async Task Changed_routes_are_taken_up_and_broken_ones_are_not()
    {
        using Process process = Start("local", "landing");
        await SaidAsync("watching");
        folder.Write("routes/a.yaml", Yaml.Broken);
        await SaidAsync("routes/a.yaml:6:7: error RD003: ");
        folder.Write("landing/files/second.txt", "x");
        await SaidAsync("create files/second.txt → files ");
        folder.Write(
            "routes/a.yaml",
            Yaml.Good.Replace("files/(?<stem>", "papers/(?<stem>", StringComparison.Ordinal)
                .Replace("object: files/a", "object: papers/a", StringComparison.Ordinal)
        );
        await SaidAsync("the routes have changed");
        folder.Write("landing/papers/third.txt", "x");
        await SaidAsync("create papers/third.txt → files ");
        Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(FunctionsOfThisTest());
    }

    [Fact]
    public async Task Once_leaves_nothing_behind()
    {
        using Process process = Start("local", "landing", "--once");
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, process.ExitCode);
        await SaidAsync("1 event: 1 task run, 0 unmatched, 0 failed");
        Assert.Empty(FunctionsOfThisTest());
        Assert.Empty(Directory.GetFileSystemEntries(Temporary));
    }

    public void Dispose() => folder.Dispose();

    private Task<string> SaidAsync(string text) =>
        Eventually.Async(() => said.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)));

    // The function's environment names the routes of this test, and of no other.
    private List<int> FunctionsOfThisTest()
    {
        var found = new List<int>();
        foreach (string entry in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (
                    int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out int id)
                    && File.ReadAllText(Path.Join(entry, "environ"))
                        .Contains("DISPATCHER_ROUTES=" + folder.Path, StringComparison.Ordinal)
                )
                    found.Add(id);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Processes come and go.
            }
        }

        return found;
    }

    private Process Start(params string[] args)
    {
        ProcessStartInfo start = ProcessTests.Interruptible(args);
        start.WorkingDirectory = folder.Path;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = new System.Text.UTF8Encoding(false);
        start.Environment["TMPDIR"] = Temporary;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
