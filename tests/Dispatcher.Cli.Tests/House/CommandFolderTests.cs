using System.CommandLine;
using System.Text.Json.Serialization;
using Dispatcher.Cli.App;
using Dispatcher.Cli.Console;

namespace Dispatcher.Cli.Tests.House;

/// <summary>Every command's folder has the same shape: <c>XCommand</c> takes the command line, <c>XText</c> writes
/// text, <c>XOutput</c> writes JSON, from records with one source-generated context.</summary>
public sealed class CommandFolderTests
{
    private static readonly string Project = Path.Join(TheCommand.Repository, "src", "Dispatcher.Cli");

    private static readonly Command[] Commands =
    [
        .. CliApp
            .Commands(
                new Terminal
                {
                    Out = TextWriter.Null,
                    Error = TextWriter.Null,
                    In = Stream.Null,
                    Folder = "/",
                }
            )
            .Subcommands,
    ];

    public static TheoryData<string> Folders() => [.. Commands.Select(FolderOf)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_command_has_its_command_its_text_and_its_output(string folder)
    {
        Command command = Commands.Single(command => FolderOf(command) == folder);
        string[] parts = command.Options.Any(option => option.Name == "--format")
            ? ["Command", "Text", "Output"]
            : ["Command", "Text"];
        foreach (string part in parts)
        {
            Assert.True(
                File.Exists(Path.Join(Project, folder, folder + part + ".cs")),
                $"{folder}{part}.cs is missing"
            );
            Assert.NotNull(typeof(CliApp).Assembly.GetType($"Dispatcher.Cli.{folder}.{folder}{part}"));
        }

        Type[] contexts =
        [
            .. typeof(CliApp)
                .Assembly.GetTypes()
                .Where(type =>
                    type.Namespace == $"Dispatcher.Cli.{folder}" && type.IsSubclassOf(typeof(JsonSerializerContext))
                ),
        ];
        Assert.Equal(parts.Contains("Output") ? 1 : 0, contexts.Length);
    }

    [Fact]
    public void Every_folder_is_a_commands_or_one_of_those_that_commands_share() =>
        Assert.Equal(
            Commands
                .Select(FolderOf)
                .Concat(["App", "CommandLine", "Console", "Input", "Runs"])
                .Order(StringComparer.Ordinal),
            Directory
                .EnumerateDirectories(Project)
                .Select(folder => Path.GetFileName(folder)!)
                .Where(folder => folder is not ("bin" or "obj"))
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void No_JSON_is_written_by_hand()
    {
        string[] writers =
        [
            .. Directory
                .EnumerateFiles(Project, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
                .Where(file => File.ReadAllText(file).Contains("json.WriteStart", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Project, file)),
        ];
        Assert.Empty(writers);
    }

    private static string FolderOf(Command command) =>
        string.Concat(command.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
