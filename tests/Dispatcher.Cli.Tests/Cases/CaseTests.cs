namespace Dispatcher.Cli.Tests.Cases;

/// <summary>What users of other tools tripped over: a folder each, with what they would have written and, in
/// <c>case.txt</c>, what each command says to it.</summary>
/// <remarks>A line of <c>case.txt</c> that begins with <c>&gt;</c> is a command; those below it are texts that it
/// prints. <c>not TEXT</c> is one that it does not print, <c>exit N</c> its exit code, <c>#</c> a remark.</remarks>
public sealed class CaseTests
{
    private static readonly string Folder = Path.Join(TheCommand.Repository, "tests", "Dispatcher.Cli.Tests", "Cases");

    public static IEnumerable<object[]> Commands => Every().Select(row => new object[] { row.Item1, row.Item2 });

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_says_what_is_right(string name, string command)
    {
        string folder = Path.Join(Folder, name);
        CliResult result = await TheCommand.RunAsync(command.Split(' '), folder);
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
            string[] commands = [.. Every().Where(row => row.Item1 == name).Select(row => row.Item2)];
            Assert.NotEmpty(commands);
            Assert.All(commands, command => Assert.NotEmpty(Expected(name, command)));
        });

    private static IEnumerable<(string, string)> Every() =>
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
