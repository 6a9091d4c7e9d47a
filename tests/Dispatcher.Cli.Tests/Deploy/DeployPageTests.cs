using System.Text.Json;
using System.Text.RegularExpressions;
using Dispatcher.Cli.Tests.Services;

namespace Dispatcher.Cli.Tests.Deploy;

/// <summary>Types every command of docs/deploy.md in its order, in one shell that fails on a variable that is not set.
/// <c>oci</c> and <c>docker</c> are stand-ins: what they were given is held against the options that the programs
/// publish. <c>dispatcher</c> is the command
/// itself, before emulated buckets.</summary>
public sealed partial class DeployPageTests
{
    // What an `oci` that was asked for one value answers; the dispatcher checks some of them.
    private const string StandIn = """
        #!/usr/bin/env bash
        { printf '%s\0' "$(basename "$0")" "$@"; printf '\1\0'; } >>"$CALLS"
        case "$*" in
          "os ns get"*) echo "$EMULATED_NAMESPACE" ;;
          "os bucket get"*) exit 1 ;; # There is none in an empty tenancy.
          "fn function create"*) echo ocid1.fnfunc.oc1.eu-frankfurt-1.aaaa ;;
          "fn function get"*image-digest*) echo sha256:1111111111111111111111111111111111111111111111111111111111111111 ;;
          "inspect "*) echo repository@sha256:2222222222222222222222222222222222222222222222222222222222222222 ;;
          *--query*) echo ocid1.thing.oc1..aaaa ;;
        esac
        """;

    private static readonly string[] GlobalOptions =
    [
        "--query",
        "--raw-output",
        "--region",
        "--profile",
        "--from-json",
    ];

    // Options that stand alone; every other one takes a value.
    private static readonly string[] Flags = ["--raw-output", "--force", "--all", "--password-stdin"];

    private static readonly Dictionary<string, (string[] All, string[] Required)> Options = ReadOptions();

    [Fact]
    public Task Every_command_of_the_page_can_be_typed_and_has_only_options_that_exist() => TypeAsync("bash");

    // The shell of macOS.
    [RequiresTheory("zsh")]
    [InlineData("zsh -f")]
    public Task Another_shell_does_the_same(string shell) => TypeAsync(shell);

    private static async Task TypeAsync(string shell)
    {
        string page = await File.ReadAllTextAsync(Path.Join(TheCommand.Repository, "docs", "deploy.md"));
        string script = string.Concat(Block().Matches(page).Select(block => block.Groups[1].Value));
        using TemporaryFolder clone = await Shipped.CloneAsync();
        await using Cloud cloud = await Cloud.StartAsync();
        cloud.Emulator.ObjectStorage.CreateBucket("dispatcher-routes");
        string calls = Path.Join(clone.Path, "calls");
        await using var server = new CommandServer(Path.Join(clone.Path, "bin"), cloud.Variables);
        server.Write("oci", StandIn);
        server.Write("docker", StandIn);
        string file = Path.Join(clone.Path, "typed.sh");
        await File.WriteAllTextAsync(file, "set -euo pipefail\n" + script);
        ScriptResult typed = await Script.RunAsync(
            clone.Path,
            $"{shell} typed.sh",
            [.. server.Variables, ("CALLS", calls), ("EMULATED_NAMESPACE", cloud.Emulator.ObjectStorage.Namespace)]
        );

        Assert.True(typed.Code == 0, typed.Out);
        string[][] made =
        [
            .. (await File.ReadAllTextAsync(calls))
                .Split("\u0001\0", StringSplitOptions.RemoveEmptyEntries)
                .Select(call => call.Split('\0')[..^1]),
        ];
        Assert.All(made, call => Assert.Equal("", Wrong(call, clone.Path)));
        // A line of the table that the page does not need any more goes.
        Assert.Equal(
            Options.Keys.Order(StringComparer.Ordinal),
            made.Select(call => Command(call)).Distinct().Order(StringComparer.Ordinal)
        );
    }

    // A zsh that is typed into has no comments: it takes `#` for an argument.
    [Theory]
    [InlineData("deploy.md")]
    [InlineData("migration.md")]
    [InlineData("operating.md")]
    public void A_block_has_no_comment(string page) =>
        Assert.All(
            Regex
                .Matches(
                    File.ReadAllText(Path.Join(TheCommand.Repository, "docs", page)),
                    @"^ *```sh\n(.*?)^ *```",
                    RegexOptions.Multiline | RegexOptions.Singleline
                )
                .SelectMany(block => block.Groups[1].Value.Split('\n')),
            line => Assert.DoesNotMatch(@"^(?:[^""']|""[^""]*""|'[^']*')*(?<!\S)#", line)
        );

    [Theory]
    [InlineData("oci fn function create --application-id a --display-name b", "--memory-in-mbs")]
    [InlineData("oci fn function get --function-id a --image b", "--image")]
    [InlineData("oci fn function delete --function-id a", "oci fn function delete")]
    [InlineData("oci fn function get --function-id", "--function-id")]
    [InlineData("oci fn function update --function-id a --config {", "--config")]
    [InlineData("oci fn function update --function-id a --config file://gone.json", "--config")]
    public void A_command_that_the_program_would_refuse_is_found(string line, string named)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(named, Wrong(line.Split(' '), folder.Path), StringComparison.Ordinal);
    }

    // What the program would refuse of a call; empty when nothing.
    private static string Wrong(string[] call, string folder)
    {
        string command = Command(call);
        if (!Options.TryGetValue(command, out (string[] All, string[] Required) options))
            return $"{string.Join(' ', call)}: no such command in options.txt";
        var given = new List<string>();
        for (int i = command.Count(letter => letter == ' ') + 1; i < call.Length; i++)
        {
            string option = call[i];
            if (!option.StartsWith("--", StringComparison.Ordinal))
                continue;
            given.Add(option);
            if (!options.All.Contains(option) && !(call[0] == "oci" && GlobalOptions.Contains(option)))
                return $"{command} has no {option}";
            if (Flags.Contains(option))
                continue;
            if (++i == call.Length)
                return $"{command}: {option} has no value";
            if (!IsWellFormed(call[i], folder))
                return $"{command}: {option} is not JSON, or no file: {call[i]}";
        }

        string[] missing = given.Contains("--from-json") ? [] : [.. options.Required.Except(given)];
        return missing.Length == 0 ? "" : $"{command} needs {string.Join(", ", missing)}";
    }

    private static bool IsWellFormed(string value, string folder)
    {
        if (value.StartsWith("file://", StringComparison.Ordinal))
        {
            string file = Path.Join(folder, value["file://".Length..]);
            return File.Exists(file) && IsJson(File.ReadAllText(file));
        }

        // Docker's templates begin with two braces.
        return value is not ['[' or '{', ..] || value.StartsWith("{{", StringComparison.Ordinal) || IsJson(value);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The words before the first option, as far as they name a command.
    private static string Command(string[] call)
    {
        string words = string.Join(' ', call.TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal)));
        return Options.Keys.FirstOrDefault(command =>
            words == command || words.StartsWith(command + " ", StringComparison.Ordinal)
        ) ?? words;
    }

    private static Dictionary<string, (string[] All, string[] Required)> ReadOptions()
    {
        string file = Path.Join(TheCommand.Repository, "tests", "Dispatcher.Cli.Tests", "Deploy", "options.txt");
        return File.ReadAllText(file)
            .Replace("\n  ", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split(": ", 2))
            .ToDictionary(
                line => line[0],
                line =>
                {
                    string[] options = line[1].Split(' ');
                    return (
                        options.Select(option => option.TrimStart('+')).ToArray(),
                        options.Where(option => option[0] == '+').Select(option => option[1..]).ToArray()
                    );
                }
            );
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
