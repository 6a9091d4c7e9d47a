using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests;

/// <summary>What <c>deploy/</c> makes in a tenancy is what the routes need.</summary>
public sealed class DeployTests
{
    private static readonly string Folder = Path.Join(TheCommand.Repository, "deploy");
    private static readonly string Module = Path.Join(Folder, "module");
    private static readonly string Terraform = string.Join(
        '\n',
        Directory.EnumerateFiles(Module, "*.tf").Select(File.ReadAllText)
    );

    [Fact]
    public async Task Rule_and_policy_are_what_the_routes_need()
    {
        var start = new ProcessStartInfo("bash", [Path.Join(Folder, "generate"), "--check"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DISPATCHER"] = ProcessTests.Executable;
        using Process check = Process.Start(start)!;
        Task<string> error = check.StandardError.ReadToEndAsync();
        string output = await check.StandardOutput.ReadToEndAsync();
        await check.WaitForExitAsync();
        Assert.True(check.ExitCode == 0, $"run deploy/generate\n{output}{await error}");
    }

    [Fact]
    public void Every_name_in_the_policy_is_filled_in()
    {
        string policy = File.ReadAllText(Path.Join(Folder, "policy.json"));
        string map = Regex
            .Match(Terraform, @"templatefile\(var\.policy_file, \{(.*?)\n  \}\)", RegexOptions.Singleline)
            .Groups[1]
            .Value;
        Assert.Equal(
            Regex
                .Matches(map, @"^ +([a-z_]+) +=", RegexOptions.Multiline)
                .Select(name => name.Groups[1].Value)
                .Order(StringComparer.Ordinal),
            Regex
                .Matches(policy, @"\$\{([a-z_]+)\}")
                .Select(name => name.Groups[1].Value)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        Assert.All(JsonDocument.Parse(policy).RootElement.GetProperty("statements").EnumerateArray(), one =>
            Assert.StartsWith(
                "allow dynamic-group ${dynamic_group} to ",
                one.GetProperty("statement").GetString(),
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task What_a_stream_needs_is_what_the_policy_command_says()
    {
        CliResult policy = await TheCommand.RunAsync(
            ["policy", "--config-file", "deploy/policy.config", "--connector", "${compartment}", "--format", "json"],
            TheCommand.Repository
        );
        string[] statements =
        [
            .. policy
                .Json.GetProperty("statements")
                .EnumerateArray()
                .Select(one => one.GetProperty("statement").GetString()!)
                .Where(statement => !statement.StartsWith("allow dynamic-group", StringComparison.Ordinal)),
        ];
        string terraform = File.ReadAllText(Path.Join(Module, "stream.tf"));
        string connector = Regex.Match(terraform, @"connector += ""(.*)""").Groups[1].Value;
        string written = terraform
            .Replace("${local.connector}", connector, StringComparison.Ordinal)
            .Replace("${var.compartment_id}", "${compartment}", StringComparison.Ordinal);

        Assert.Equal(4, statements.Length);
        Assert.All(statements, statement => Assert.Contains($"\"{statement}\"", written, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alarm_has_a_row_in_the_runbook_and_every_row_an_alarm()
    {
        string[] alarms =
        [
            .. Regex
                .Matches(Terraform, @"^ +([a-z-]+) = \{\n +namespace +=", RegexOptions.Multiline)
                .Select(alarm => alarm.Groups[1].Value),
            .. Regex
                .Matches(Terraform, @"^ +([a-z_]+) += \{ severity = ", RegexOptions.Multiline)
                .Select(line => line.Groups[1].Value.Replace('_', '-')),
        ];
        string page = File.ReadAllText(Path.Join(TheCommand.Repository, "docs", "operating.md"));
        string chapter = page[page.IndexOf("## Alarms", StringComparison.Ordinal)..];
        string table = chapter[..chapter.IndexOf("## What may arrive", StringComparison.Ordinal)];

        Assert.True(alarms.Length > 10, string.Join(' ', alarms));
        Assert.Equal(
            alarms.Order(StringComparer.Ordinal),
            Regex
                .Matches(table, @"^\| `([a-z-]+)`", RegexOptions.Multiline)
                .Select(row => row.Groups[1].Value)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_line_that_is_counted_for_an_alarm_is_one_that_the_function_writes()
    {
        string source = string.Concat(
            Directory
                .EnumerateFiles(Path.Join(TheCommand.Repository, "src"), "*.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );
        string[] counted =
        [
            .. Regex
                .Matches(Terraform, @"\\""(?:event|outcome|code)\\"":\\""([A-Za-z0-9.]+)\\""")
                .Select(line => line.Groups[1].Value),
        ];
        Assert.Equal(8, counted.Length);
        Assert.All(counted, text => Assert.Contains($"\"{text}\"", source, StringComparison.Ordinal));
    }

    [Fact]
    public void The_commands_count_the_lines_that_Terraform_counts()
    {
        string page = File.ReadAllText(Path.Join(TheCommand.Repository, "docs", "deploy.md"));
        MatchCollection counted = Regex.Matches(page, "^count ([a-z_]+) '(.*)'$", RegexOptions.Multiline);
        Assert.Equal(3, counted.Count);
        Assert.All(counted, line =>
            Assert.Matches($@"\b{line.Groups[1].Value} += ""{Regex.Escape(line.Groups[2].Value)}""\n", Terraform)
        );
    }

    [Fact]
    public void What_it_costs_is_calculated_with_the_prices_that_the_page_says()
    {
        string page = File.ReadAllText(Path.Join(TheCommand.Repository, "docs", "deploy.md"));
        string chapter = page[page.IndexOf("## What it costs", StringComparison.Ordinal)..];
        Assert.Contains(
            "0.20 a million calls after 2 million, 0.00001417 a GB-second after 400,000, "
                + "and 0.05 a GB of log after 10 GB",
            Regex.Replace(chapter, @"\s+", " "),
            StringComparison.Ordinal
        );
        MatchCollection rows = Regex.Matches(
            chapter,
            @"^\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d.]+) GB \| ([\d.]+) \| ([\d.]+) \|$",
            RegexOptions.Multiline
        );
        Assert.Equal(3, rows.Count);
        Assert.All(rows, row =>
        {
            decimal[] cells =
            [
                .. Enumerable
                    .Range(1, 6)
                    .Select(at => decimal.Parse(row.Groups[at].Value, CultureInfo.InvariantCulture)),
            ];
            decimal calls = cells[0] * 30,
                seconds = calls * 0.3m * 128 / 1024,
                log = calls * 2 / 1_000_000;
            decimal functions =
                Math.Max(0, calls - 2_000_000) * 0.20m / 1_000_000 + Math.Max(0, seconds - 400_000) * 0.00001417m;
            Assert.Equal(
                [calls, seconds, log, Math.Round(functions, 2), Math.Round(Math.Max(0, log - 10) * 0.05m, 2)],
                cells[1..]
            );
        });
    }

    [Fact]
    public void Every_variable_is_declared_and_used()
    {
        string[] declared =
        [
            .. Regex
                .Matches(Terraform, @"^variable ""([a-z_]+)""", RegexOptions.Multiline)
                .Select(name => name.Groups[1].Value)
                .Order(StringComparer.Ordinal),
        ];
        string outsideOfVariables = Regex.Replace(
            Terraform,
            @"^variable .*?^\}",
            "",
            RegexOptions.Multiline | RegexOptions.Singleline
        );
        Assert.Equal(
            declared,
            Regex
                .Matches(outsideOfVariables, @"\bvar\.([a-z_]+)")
                .Select(name => name.Groups[1].Value)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        string stack = File.ReadAllText(Path.Join(Folder, "main.tf"));
        Assert.Equal(
            declared,
            Regex
                .Matches(
                    stack[stack.IndexOf("module \"dispatcher\"", StringComparison.Ordinal)..],
                    @"^  ([a-z_]+) += ",
                    RegexOptions.Multiline
                )
                .Select(given => given.Groups[1].Value)
                .Where(given => given is not ("source" or "providers"))
                .Order(StringComparer.Ordinal)
        );
        string example = File.ReadAllText(Path.Join(Folder, "terraform.tfvars.example"));
        Assert.All(Regex.Matches(example, @"^([a-z_]+) +=", RegexOptions.Multiline), name =>
            Assert.Contains(name.Groups[1].Value, declared)
        );
    }

    [Fact]
    public async Task The_example_configures_everything_that_the_routes_look_up()
    {
        string example = await File.ReadAllTextAsync(Path.Join(Folder, "terraform.tfvars.example"));
        string[] config =
        [
            .. Regex
                .Matches(example, @"^(?:  (\w+)|(workspace_id|application_key)) += ""(.*)""$", RegexOptions.Multiline)
                .SelectMany(pair =>
                    new[] { "--config", $"{pair.Groups[1].Value}{pair.Groups[2].Value}={pair.Groups[3].Value}" }
                ),
        ];
        CliResult run = await TheCommand.RunAsync(
            ["dry-run", "--names", "samples/names.txt", .. config],
            TheCommand.Repository
        );
        Assert.True(run.Code == 0, run.Out);
        Assert.Contains("dispatched", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_has_no_provider_of_its_own_so_that_it_can_be_called_more_than_once()
    {
        Assert.DoesNotMatch(@"(?m)^provider ", Terraform);
        Assert.Contains("configuration_aliases = [oci.home]", Terraform, StringComparison.Ordinal);
        Assert.DoesNotContain("path.module", Terraform, StringComparison.Ordinal);
    }
}
