using System.Text;
using Dispatcher.Cli.Tests.Services;
using Dispatcher.Emulator.Model;
using Dispatcher.Runtime.Dispatching;

namespace Dispatcher.Cli.Tests.Cases;

/// <summary>What users of other tools tripped over: a folder each, with what they would have written and, in
/// <c>case.txt</c>, what each command says to it.</summary>
/// <remarks>A line of <c>case.txt</c> that begins with <c>&gt;</c> is a command; those below it are texts that it
/// prints. <c>not TEXT</c> is one that it does not print, <c>exit N</c> its exit code, <c>#</c> a remark.
/// <c>function BODY… KEY=VALUE…</c> calls the function with the bodies that lie in these files (<c>-</c>: no body) and
/// this configuration, and prints its answers and the requests of the runs that it started; its exit code is 0 where
/// each answer is 200. An argument <c>@NAME</c> is a folder that has one empty file of that name.</remarks>
public sealed class CaseTests
{
    private static readonly string Folder = Path.Join(TheCommand.Repository, "tests", "Dispatcher.Cli.Tests", "Cases");

    public static IEnumerable<object[]> Commands => Every().Select(row => new object[] { row.Name, row.Command });

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_says_what_is_right(string name, string command)
    {
        using var landing = new TemporaryFolder();
        string folder = Path.Join(Folder, name);
        string[] args = [.. command.Split(' ').Select(arg => arg.StartsWith('@') ? With(landing, arg[1..]) : arg)];
        CliResult result =
            args[0] == "function" ? await CallAsync(folder, args[1..]) : await TheCommand.RunAsync(args, folder);
        string printed = result.Out + result.Error;
        foreach (string expected in Expected(name, command))
        {
            if (expected.StartsWith("exit ", StringComparison.Ordinal))
                Assert.Equal(expected, $"exit {result.Code}");
            else if (expected.StartsWith("not ", StringComparison.Ordinal))
                Assert.DoesNotContain(expected[4..], printed, StringComparison.Ordinal);
            else
                Assert.Contains(expected, printed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_folder_has_a_command_and_every_command_something_that_it_says() =>
        Assert.All(Directory.GetDirectories(Folder), folder =>
        {
            string name = Path.GetFileName(folder);
            string[] commands = [.. Every().Where(row => row.Name == name).Select(row => row.Command)];
            Assert.NotEmpty(commands);
            Assert.Distinct(commands);
            Assert.All(commands, command => Assert.NotEmpty(Expected(name, command)));
        });

    private static string With(TemporaryFolder landing, string file)
    {
        File.WriteAllBytes(Path.Join(landing.Path, file), []);
        return landing.Path;
    }

    private static async Task<CliResult> CallAsync(string folder, string[] args)
    {
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("letters");
        using var log = new MemoryStream();
        using var function = new FunctionInProcess(
            cloud,
            await File.ReadAllTextAsync(Path.Join(folder, "routes.yaml")),
            log,
            [
                ("DISPATCHER_DEAD_LETTER", $"oci://letters@{cloud.Emulator.ObjectStorage.Namespace}/dead"),
                .. args.Where(arg => arg.Contains('=')).Select(arg => (arg.Split('=')[0], arg.Split('=')[1])),
            ]
        );
        var printed = new StringBuilder();
        bool isWell = true;
        foreach (string body in args.Where(arg => !arg.Contains('=')))
        {
            InvocationAnswer answer = await function.Handler.HandleAsync(
                new Invocation(body == "-" ? [] : await File.ReadAllBytesAsync(Path.Join(folder, body))),
                CancellationToken.None
            );
            isWell &= answer.Status == 200;
            printed.AppendLine($"{body}: {answer.Status} {Encoding.UTF8.GetString(answer.Body.Span)}");
        }

        foreach (EmulatedRun run in cloud.Runs)
            printed.AppendLine(Encoding.UTF8.GetString(run.Body.Span));
        printed.AppendLine($"{cloud.Runs.Count} runs");
        return new CliResult(isWell ? 0 : 1, printed.ToString(), Encoding.UTF8.GetString(log.ToArray()));
    }

    private static IEnumerable<(string Name, string Command)> Every() =>
        Directory
            .GetDirectories(Folder)
            .Order(StringComparer.Ordinal)
            .SelectMany(folder =>
                File.ReadLines(Path.Join(folder, "case.txt"))
                    .Where(line => line.StartsWith('>'))
                    .Select(line => (Path.GetFileName(folder), line[1..].Trim()))
            );

    private static string[] Expected(string name, string command) =>
        [
            .. File.ReadLines(Path.Join(Folder, name, "case.txt"))
                .SkipWhile(line => line != "> " + command)
                .Skip(1)
                .TakeWhile(line => !line.StartsWith('>'))
                .Where(line => line.Length > 0 && !line.StartsWith('#')),
        ];
}
