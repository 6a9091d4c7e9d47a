using System.CommandLine;
using System.CommandLine.Parsing;
using Dispatcher.Cli.App;
using Dispatcher.Cli.CommandLine;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Tests.Services;

namespace Dispatcher.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> EveryCommand()
    {
        var terminal = new Terminal
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = "/",
        };
        return ["", .. CliApp.Commands(terminal).Subcommands.Select(command => command.Name)];
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task The_help_of_every_command_ends_with_one_example_that_works_in_this_repository(string command)
    {
        CliResult help = await TheCommand.RunAsync([
            .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "--help",
        ]);
        Assert.Equal(0, help.Code);
        Assert.Equal("", help.Error);
        Assert.Equal(HelpExample.Title, help.Lines[^2]);
        string[] example = [.. CommandLineParser.SplitCommandLine(help.Lines[^1].Trim())];
        Assert.Equal("dispatcher", example[0]);
        if (command.Length > 0)
            Assert.Equal(command, example[1]);

        // What talks to the services finds them emulated, with the sample landing area in the bucket.
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Put("landing-area", "invoices/2022-08-12-documents.jsonlines");
        cloud.Emulator.ObjectStorage.CreateBucket("dispatcher-routes");
        using TemporaryFolder clone = await Shipped.CloneAsync();
        CliResult result = await cloud.RunAsync(example[1..], clone.Path);
        // The examples show a difference, and an object that has no run yet.
        Assert.Equal(command is "diff" or "status" or "compare" ? 1 : 0, result.Code);
        Assert.NotEqual("", result.Out + result.Error);
    }

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public async Task The_help_of_every_command_says_what_it_does_and_how_it_is_called(string command)
    {
        CliResult help = await TheCommand.RunAsync([
            .. command.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "--help",
        ]);
        Assert.StartsWith("Description:\n  ", help.Out, StringComparison.Ordinal);
        Assert.Contains("Usage:\n  " + $"dispatcher {command}".TrimEnd(), help.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_by_itself_prints_the_help() =>
        Assert.Equal(await TheCommand.RunAsync("--help"), await TheCommand.RunAsync());

    [Fact]
    public async Task The_help_lists_the_exit_codes() =>
        Assert.Contains(
            "\nExit codes: 0 done, 1 findings, 2 wrong usage or routes that do not load, 3 a service "
                + "failed, 130 interrupted.\n",
            (await TheCommand.RunAsync("--help")).Out,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("send")]
    [InlineData("publish")]
    [InlineData("redrive")]
    [InlineData("sweep")]
    [InlineData("status")]
    [InlineData("compare")]
    public async Task An_example_that_needs_a_service_says_so_and_how_to_try_it_without_a_tenancy(string command)
    {
        string needs =
            "It needs an OCI config file, or another `--auth`. Without a tenancy, `dispatcher local` runs "
            + "these services, and prints the options that lead there.";
        Assert.Contains(
            $"\n{needs}\n\nExample:\n",
            (await TheCommand.RunAsync(command, "--help")).Out,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "`dispatcher local` makes one for the services that it runs",
            (await TheCommand.RunAsync(command, "--help")).Out,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/h")]
    [InlineData("/?")]
    public async Task A_path_is_not_taken_for_a_question_about_help(string path) =>
        Assert.Equal(2, (await TheCommand.RunAsync("diff", path, "routes")).Code);

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public void Every_option_and_argument_is_described(string name)
    {
        var terminal = new Terminal
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            In = Stream.Null,
            Folder = "/",
        };
        RootCommand root = CliApp.Commands(terminal);
        Command command = name.Length == 0 ? root : root.Subcommands.Single(candidate => candidate.Name == name);
        Assert.All(command.Children, symbol =>
            Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name)
        );
    }
}
