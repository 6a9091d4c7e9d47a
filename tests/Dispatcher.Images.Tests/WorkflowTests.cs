using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dispatcher.Contract.Images;
using Dispatcher.Runtime.Settings;
using YamlDotNet.RepresentationModel;

namespace Dispatcher.Images.Tests;

/// <summary>What the workflows and func.yaml name is there. Their form is checked by .ci/run.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Folder, ".github", "workflows"))
                .Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_path_that_a_step_runs_or_works_in_exists(string workflow)
    {
        YamlNode root = Read(Path.Combine(".github", "workflows", workflow));
        string[] commands = [.. Values(root, "run").SelectMany(run => run.Split('\n'))];
        Assert.NotEmpty(commands);

        string[] paths =
        [
            .. Values(root, "working-directory"),
            .. Values(root, "global-json-file"),
            .. commands.SelectMany(Paths),
        ];

        Assert.All(paths, path =>
            Assert.True(Path.Exists(Path.Combine(Repository.Folder, path)), $"{workflow}: {path} does not exist")
        );
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Every_command_and_option_of_dispatcher_in_a_step_exists(string workflow)
    {
        string source = Path.Combine(Repository.Folder, "src", "Dispatcher.Cli");
        string code = string.Concat(
            Directory
                .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        );

        foreach (
            Match call in Values(Read(Path.Combine(".github", "workflows", workflow)), "run")
                .SelectMany(run => DispatcherCall().Matches(run))
        )
        {
            string command = call.Groups["command"].Value;
            Assert.True(
                code.Contains($"Command(\"{command}\"", StringComparison.Ordinal),
                $"{workflow}: dispatcher has no command {command}"
            );
            foreach (Match option in Option().Matches(call.Groups["rest"].Value))
                Assert.True(
                    code.Contains($"\"{option.Value}\"", StringComparison.Ordinal),
                    $"{workflow}: dispatcher has no option {option.Value}"
                );
        }
    }

    [Fact]
    public void The_image_workflow_builds_the_targets_of_the_Dockerfile()
    {
        var dockerfile = Dockerfile.Read(Path.Combine(Repository.Folder, "Dockerfile"));
        string text = File.ReadAllText(Path.Combine(Repository.Folder, ".github", "workflows", "image.yml"));
        string[] targets = Targets().Match(text).Groups[1].Value.Split(',', StringSplitOptions.TrimEntries);

        Assert.Equal(["oracle", "native"], targets);
        Assert.All(targets, target => Assert.NotNull(dockerfile[target]));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void A_known_vulnerability_only_warns_in_the_build_of_an_image_and_fails_every_other(
        string image,
        bool warns
    )
    {
        string project = Path.Combine(Repository.Folder, "src", "Dispatcher.Function");
        string properties = Path.Combine(Directory.CreateTempSubdirectory("msbuild-").FullName, "properties");

        Shell.Run(
            $"dotnet msbuild -getProperty:TreatWarningsAsErrors -getProperty:WarningsNotAsErrors "
                + $"-p:ImageBuild={image} > {properties}",
            project
        );

        string text = File.ReadAllText(properties);
        Assert.Contains("\"TreatWarningsAsErrors\": \"true\"", text, StringComparison.Ordinal);
        foreach (string code in (string[])["NU1901", "NU1902", "NU1903", "NU1904"])
            Assert.Equal(warns, text.Contains(code, StringComparison.Ordinal));
        IEnumerable<string> builds = Dockerfile
            .Read(Path.Combine(Repository.Folder, "Dockerfile"))
            .Stages.SelectMany(stage => stage.Instructions)
            .Select(instruction => instruction.Arguments)
            .Where(arguments => arguments.Contains("dotnet publish", StringComparison.Ordinal));
        Assert.NotEmpty(builds);
        Assert.All(builds, build => Assert.Contains("-p:ImageBuild=true", build, StringComparison.Ordinal));
    }

    [Fact]
    public void The_Dockerfile_compiles_on_the_builders_platform_for_the_targets()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Folder, "Dockerfile"));
        Assert.Contains(lines, line =>
            line.StartsWith("FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:", StringComparison.Ordinal)
            && line.EndsWith(" AS source", StringComparison.Ordinal)
        );
        Assert.All(lines.Where(line => line.StartsWith("RUN dotnet publish", StringComparison.Ordinal)), line =>
            Assert.Contains(" -a $TARGETARCH ", line, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_keys_that_func_yaml_expects_are_the_function_s_and_it_sets_none_over_those_that_are_set()
    {
        var root = (YamlMappingNode)Read("func.yaml");
        var configuration = ((YamlSequenceNode)root["expects"]["config"]).ToDictionary(
            key => ((YamlScalarNode)key["name"]).Value!,
            _ => "oci://bucket@namespace/place/"
        );

        FunctionSettings.Read(configuration, Repository.Folder, out ImmutableArray<string> problems);

        Assert.Empty(problems);
        Assert.False(root.Children.ContainsKey("config"));
        Assert.Equal("docker", ((YamlScalarNode)root["runtime"]).Value);
    }

    private static YamlNode Read(string path)
    {
        var yaml = new YamlStream();
        using StreamReader text = File.OpenText(Path.Combine(Repository.Folder, path));
        yaml.Load(text);
        return Assert.Single(yaml.Documents).RootNode;
    }

    private static IEnumerable<string> Values(YamlNode root, string key) =>
        root
            .AllNodes.OfType<YamlMappingNode>()
            .SelectMany(mapping => mapping.Children)
            .Where(pair => pair.Key is YamlScalarNode { Value: { } name } && name == key)
            .Select(pair => pair.Value)
            .OfType<YamlScalarNode>()
            .Select(value => value.Value!);

    // What begins with a folder of the repository, unless a shell variable is part of it.
    private static IEnumerable<string> Paths(string command) =>
        RepositoryPath().Matches(command).Select(match => match.Value);

    [GeneratedRegex(@"(?<![\w$/.{}-])(?:src|tests|routes|samples|schemas|deploy|docs|\.ci)(?:/[\w./-]+)?(?![\w$/{}-])")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"dispatcher/dispatcher""? (?<command>[a-z-]+)(?<rest>[^\n|;&]*)")]
    private static partial Regex DispatcherCall();

    [GeneratedRegex(@"(?<= )--[a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"target: \[([^\]]+)\]")]
    private static partial Regex Targets();
}
