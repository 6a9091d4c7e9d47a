using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Dispatcher.Cli.Tests;

/// <summary>The form of Resource Manager over <c>deploy/</c>: the variables and outputs that are there, no others, with
/// the defaults and bounds that they have.</summary>
public sealed partial class ResourceManagerTests
{
    private static readonly string Folder = Path.Join(TheCommand.Repository, "deploy");

    private static readonly Dictionary<string, string> Variables = new(
        Blocks("variables.tf", "variable").Concat(Blocks("main.tf", "variable"))
    );

    private static readonly YamlMappingNode Form = Read();

    public static TheoryData<string> Names() => [.. Variables.Keys];

    [Fact]
    public void The_form_has_every_variable_once_and_in_one_group()
    {
        Assert.Equal(
            Variables.Keys.Order(StringComparer.Ordinal),
            Keys(Form["variables"]).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            Variables.Keys.Order(StringComparer.Ordinal),
            ((YamlSequenceNode)Form["variableGroups"])
                .SelectMany(group => (YamlSequenceNode)group["variables"])
                .Select(name => name.ToString()[2..^1])
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_variable_is_asked_for_with_the_type_the_default_and_the_values_that_it_has(string name)
    {
        string terraform = Variables[name];
        var field = (YamlMappingNode)Form["variables"][name];
        string type = field["type"].ToString();
        string declared = Declared().Match(terraform).Groups[1].Value;
        string[] types = declared switch
        {
            "string" => ["string", "enum", "oci:identity:compartment:id", "oci:identity:region:name"],
            "number" => ["integer", "enum"],
            "bool" => ["boolean"],
            "list(string)" => ["array"],
            "map(string)" => ["string"],
            _ => [],
        };
        Assert.Contains(type, types);

        string? value = Default().Match(terraform) is { Success: true } found ? found.Groups[1].Value.Trim('"') : null;
        if (field.Children.TryGetValue("visible", out YamlNode? visible))
        {
            // There is no control for a map, for a list that may be empty, and for a file beside the configuration: it
            // is hidden, and the default holds.
            Assert.Contains(value, new[] { "{}", "[]", "null" });
            Assert.Equal("false", visible.ToString());
            return;
        }

        bool isRequired =
            field.Children.TryGetValue("required", out YamlNode? required) && required.ToString() == "true";
        Assert.Equal(value != "null", isRequired);
        Assert.Equal(
            value is null or "null" ? null : value,
            field.Children.TryGetValue("default", out YamlNode? otherwise) ? otherwise.ToString() : null
        );
        if (type == "enum")
            Assert.Equal(
                Allowed().Match(terraform).Groups[1].Value.Split(',').Select(item => item.Trim().Trim('"')),
                ((YamlSequenceNode)field["enum"]).Select(item => item.ToString())
            );
    }

    [Fact]
    public void The_outputs_that_it_shows_are_there()
    {
        Dictionary<string, string> outputs = Blocks("outputs.tf", "output");
        string[] shown = [.. Keys(Form["outputs"])];
        Assert.All(shown, output => Assert.Contains(output, outputs.Keys));
        Assert.Equal(
            shown.Order(StringComparer.Ordinal),
            ((YamlSequenceNode)Form["outputGroups"])
                .SelectMany(group => (YamlSequenceNode)group["outputs"])
                .Select(name => name.ToString()[2..^1])
                .Order(StringComparer.Ordinal)
        );
        // What may hold what logs must not show is not on the page either.
        Assert.All(shown, output => Assert.DoesNotContain("sensitive", outputs[output], StringComparison.Ordinal));
    }

    private static IEnumerable<string> Keys(YamlNode map) =>
        ((YamlMappingNode)map).Children.Keys.Select(key => key.ToString());

    private static Dictionary<string, string> Blocks(string file, string kind) =>
        Regex
            .Matches(
                File.ReadAllText(Path.Join(Folder, file)),
                $$"""^{{kind}} "(\w+)" \{\n(.*?)^\}""",
                RegexOptions.Multiline | RegexOptions.Singleline
            )
            .ToDictionary(block => block.Groups[1].Value, block => block.Groups[2].Value);

    private static YamlMappingNode Read()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Join(Folder, "schema.yaml"));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"^  type\s+= (.+)$", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"^  default\s+= (.+)$", RegexOptions.Multiline)]
    private static partial Regex Default();

    [GeneratedRegex(@"contains\(\[([^\]]+)\]")]
    private static partial Regex Allowed();
}
