using System.CommandLine;
using System.Text.RegularExpressions;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Tests.Services;

namespace Dispatcher.Cli.Tests.Outputs;

/// <summary>What the commands print on standard output, byte for byte, against the files of <c>Expected</c>. With the
/// variable UPDATE_PAGES set, the files get what is printed instead; the difference of the commit then shows
/// it.</summary>
public sealed class OutputTests(OutputTests.Workplace place) : IClassFixture<OutputTests.Workplace>
{
    private static readonly string Folder = Path.Join(
        TheCommand.Repository,
        "tests",
        "Dispatcher.Cli.Tests",
        "Outputs"
    );

    public static TheoryData<string> Names() => [.. OutputCases.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Standard_output_is_what_it_was(string name)
    {
        OutputCase found = OutputCases.All.Single(one => one.Name == name);
        CliResult result = await RunAsync(found);
        Assert.True(result.Code is 0 or 1 or 2 or 3, result.Error);
        string printed = Settled(result.Out, place.Folder);
        string file = Path.Join(Folder, "Expected", name);
        if (Environment.GetEnvironmentVariable("UPDATE_PAGES") is { Length: > 0 })
            await File.WriteAllTextAsync(file, printed);
        Assert.True(File.Exists(file), $"{file} is missing; UPDATE_PAGES=1 writes it");
        Assert.Equal(await File.ReadAllTextAsync(file), printed);
    }

    [Fact]
    public void Every_command_has_a_case_for_each_of_its_formats()
    {
        IEnumerable<string> wanted =
            from command in Root().Subcommands
            from option in command.Options.Where(option => option.Name == "--format")
            from format in option.HelpName!.Split('|')
            select $"{command.Name} {format}";
        Assert.Equal(
            wanted.Order(StringComparer.Ordinal),
            OutputCases
                .All.Where(one => one.Line.Contains(" --format ", StringComparison.Ordinal))
                .Select(one => $"{one.Line.Split(' ')[0]} {one.Line.Split(' ')[^1]}")
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void No_file_is_kept_that_no_case_prints() =>
        Assert.Equal(
            OutputCases.All.Select(one => one.Name).Order(StringComparer.Ordinal),
            Directory
                .EnumerateFiles(Path.Join(Folder, "Expected"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );

    private async Task<CliResult> RunAsync(OutputCase one)
    {
        string[] words = one.Line.Split(' ');
        if (one.Prepare is null)
            return await TheCommand.RunAsync(words, place.Folder);
        await using Cloud cloud = await Cloud.StartAsync(one.Options);
        await one.Prepare(cloud);
        return await cloud.RunAsync(words, place.Folder);
    }

    private static RootCommand Root() =>
        CliApp.Commands(
            new Terminal
            {
                Out = TextWriter.Null,
                Error = TextWriter.Null,
                In = Stream.Null,
                Folder = "/",
            }
        );

    // What differs from one run to the next: keys, tags and request ids that the emulated services give, the time of
    // their events and what is made from it (identities, an archive's folder), how long a run took, the version, the
    // folder.
    private static string Settled(string text, string folder)
    {
        text = text.Replace(folder, "<folder>", StringComparison.Ordinal);
        foreach ((Regex differs, string settled) in Volatile)
            text = differs.Replace(text, settled);
        return text;
    }

    private static readonly (Regex Differs, string Settled)[] Volatile =
    [
        (new("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<guid>"),
        (new("(?<=\"opcRequestId\":\")[^\"]+"), "<request>"),
        (new("(?<=opc-request-id )[0-9A-Za-z/-]+"), "<request>"),
        // But for the time that a case gives; milliseconds that end in 0 are written shorter.
        (new(@"(?<=\"")(?!2026-11-23T09:00:04\.5Z)20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,3}Z"), "<time>"),
        (new(@"(?<=[a-z0-9]-)[0-9a-f]{12}(?=\""| |$)", RegexOptions.Multiline), "<identity>"),
        (new(@"(?<=archive/)\d{4}/\d\d/\d\d(?=/[a-z0-9])"), "<day>"),
        (new(@"(?<=failed/)\d{4}-\d\d-\d\d/[0-9a-f]{40}"), "<record>"),
        (new(@"20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ"), "<time>"),
        (new(@"(?<=\"")20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00"), "<time>"),
        (new("(?<=ran )[0-9.]+(?= s)"), "<seconds>"),
        (new(@"(?<=^dispatcher |""version"":\s?"")0\.1\.0[0-9A-Za-z.+-]*"), "<version>"),
        (new(@"127\.0\.0\.1:\d+/[0-9a-f]{48}/"), "127.0.0.1:<port>/<token>/"),
        (new(@"\.NET [0-9.]+, [a-z0-9.-]+"), "<platform>"),
    ];

    /// <summary>A clone of the repository's routes and samples, with the small sets beside them.</summary>
    public sealed class Workplace : IAsyncLifetime
    {
        private TemporaryFolder clone = null!;

        internal string Folder => clone.Path;

        public async Task InitializeAsync()
        {
            clone = await Shipped.CloneAsync();
            string sets = Path.Join(OutputTests.Folder, "Sets");
            foreach (string file in Directory.EnumerateFiles(sets, "*", SearchOption.AllDirectories))
                clone.Write(Path.Join("sets", Path.GetRelativePath(sets, file)), await File.ReadAllTextAsync(file));
            clone.Write("sets/letters/r.yaml", LetterFunction.Routes);
            foreach (string name in (string[])["a/abc.txt", "needs/x", "figures.pdf"])
                clone.Write(Path.Join("landing", name), name);
        }

        public Task DisposeAsync()
        {
            clone.Dispose();
            return Task.CompletedTask;
        }
    }
}
