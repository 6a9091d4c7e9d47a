using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests.Local;

/// <summary>Types docs/operating.md from beginning to end, in one shell, against the system that its first block
/// starts.</summary>
public sealed partial class OperatingPageTests
{
    // Between the outputs of two commands; a command cannot print it.
    private const char Mark = '\u0001';

    private const string Mended = "invoices/2022-08-13-documents.jsonlines",
        Lettered = "orders/2026/11/23/store-042.csv";

    // How each command begins, how it ends, and what it prints, in the order of the page.
    private static readonly (string Command, int Code, string[] Prints)[] Outcomes =
    [
        ("mkdir -p practice", 0, []),
        ("dispatcher local practice/landing", 0, []),
        ("LOCAL=", 0, []),
        ("while ", 0, []),
        ("export OCI_CONFIG_FILE", 0, []),
        ("dispatcher send --object", 0, ["sensors-archive → archive-task  SUCCESS", "existed before"]),
        ($"dispatcher status --object {Mended}", 1, ["ERROR  owner billing-data", "A fault of --faults fail-run"]),
        ($"dispatcher status --object {Lettered}", 1, ["orders → load-orders-task  not started", "dead letter"]),
        ("dispatcher backfill --bucket landing-area --gaps", 1, [$"ERROR          invoices  {Mended}", Lettered]),
        ("dispatcher redrive --config-file", 0, ["of them 1 start 1 run", Lettered]),
        ("dispatcher redrive --config-file \"$CONFIG\" --submit", 0, ["succeeded 1  failed 0", "records done 1"]),
        ($"echo >>practice/landing/{Mended}", 0, []),
        ("until dispatcher backfill --bucket landing-area --gaps", 0, []),
        ("dispatcher backfill --bucket landing-area --names", 0, ["objects "]),
        ("dispatcher backfill --bucket landing-area --prefix", 0, ["objects "]),
        ("dispatcher backfill --bucket landing-area --config-file", 0, ["started    0 ", "existed before 8"]),
        ("dispatcher sweep --config-file", 0, ["lost       0"]),
        ("dispatcher sweep --config-file \"$CONFIG\" --submit", 0, ["lost       0"]),
        ("dispatcher rule --name", 0, []),
        ("dispatcher rule --check", 0, []),
        ("dispatcher policy", 0, []),
        ("dispatcher policy", 0, []),
        ("dispatcher check", 0, []),
        ("kill", 0, []),
        ("wait", 1, []),
        ("tail", 0, ["--faults 404 once, 429 once, fail-run once, slow once", "1 kept as dead letters"]),
        ("rm -r practice", 0, []),
    ];

    [Fact]
    public async Task Every_command_of_the_page_can_be_typed_and_ends_as_the_page_says()
    {
        string page = await File.ReadAllTextAsync(Path.Join(TheCommand.Repository, "docs", "operating.md"));
        Assert.DoesNotMatch(@"(?m)^```\n(dispatcher|oci) ", page);
        string[] commands =
        [
            .. Block().Matches(page).SelectMany(block => Command().Matches(block.Groups[1].Value)).Select(c => c.Value),
        ];
        using TemporaryFolder clone = await Shipped.CloneAsync();
        var script = new StringBuilder("set +e -u\n");
        foreach (string command in commands)
            script.Append(CultureInfo.InvariantCulture, $"{command}\nprintf '\\1%s\\1' $?\n");

        await using var server = new CommandServer(
            Path.Join(clone.Path, "bin"),
            ImmutableDictionary<string, string>.Empty
        );
        string[] typed = (await Script.RunAsync(clone.Path, script.ToString(), server.Variables)).Out.Split(Mark);

        Assert.Equal(Outcomes.Length, commands.Length);
        Assert.Equal((2 * commands.Length) + 1, typed.Length);
        for (int i = 0; i < commands.Length; i++)
        {
            (string begins, int code, string[] prints) = Outcomes[i];
            (string printed, string ended) = (typed[2 * i], typed[(2 * i) + 1]);
            Assert.StartsWith(begins, commands[i], StringComparison.Ordinal);
            Assert.True(ended == code.ToString(CultureInfo.InvariantCulture), $"{commands[i]}: {ended}\n{printed}");
            Assert.All(prints, text => Assert.Contains(text, printed, StringComparison.Ordinal));
        }
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // A line and those that it goes on in.
    [GeneratedRegex(@"^(?:.*\\\n)*.+$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
