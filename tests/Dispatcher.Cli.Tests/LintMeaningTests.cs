using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dispatcher.Cli.Tests;

/// <summary>What is legal and hardly meant.</summary>
public sealed partial class LintMeaningTests
{
    [Theory]
    [InlineData("object", "orders/*.csv", @"write `'orders/[^/]*\.csv'`, or `/{0,}` where the repetition is meant")]
    [InlineData("object", @"orders/*\.csv", @"write `'orders/[^/]*\.csv'`")]
    [InlineData("object", @"orders/*(?<n>\d+)\.csv", @"write `'orders/[^/]*(?<n>\d+)\.csv'`")]
    [InlineData("object", "part-*", "write `'part-[^/]*'`")]
    [InlineData("object", @"(?:a|b)/part-*\.csv", @"write `'(?:a|b)/part-[^/]*\.csv'`")]
    [InlineData("object", "orders/?.csv", @"`/?` is `/` or nothing: a pattern is not a file glob")]
    [InlineData("object", "orders/?.csv", @"write `'orders/[^/]\.csv'`, or `/{0,1}` where that is meant")]
    [InlineData("object", "orders/[!a]*.csv", @"write `'orders/[^a][^/]*\.csv'`")]
    [InlineData("object", "orders/*[0-9].csv", @"write `'orders/[^/]*[0-9]\.csv'`")]
    [InlineData("bucket", "landing-*", "write `'landing-[^/]*'`")]
    [InlineData("except", "tmp/*", "write `'tmp/[^/]*'`")]
    [InlineData("object", "orders/.+.csv", @"`.` before `csv` is any character; write `'orders/.+\.csv'`")]
    [InlineData("object", "a/.+.(?:csv|json)", @"write `'a/.+\.(?:csv|json)'`")]
    [InlineData("object", "a/[a-z]+.tar.gz", @"write `'a/[a-z]+\.tar\.gz'`")]
    [InlineData("object", "a/[a-z]+.jsonl?", @"write `'a/[a-z]+\.jsonl?'`")]
    [InlineData("object", "v1.2/[a-z]+", @"`.` before `2` is any character; write `'v1\.2/[a-z]+'`")]
    [InlineData("object", "/orders/[a-z]+", "an object name hardly begins with a slash; write `'orders/[a-z]+'`")]
    [InlineData("object", "^/orders/[a-z]+$", "write `'orders/[a-z]+$'`")]
    [InlineData("object", "oci://landing@ns/orders/[a-z]+", "write `'orders/[a-z]+'`")]
    [InlineData("bucket", "oci://landing@ns", "write `'landing'`")]
    [InlineData("object", "/n/ns/b/landing/o/orders/[a-z]+", "write `'orders/[a-z]+'`")]
    [InlineData("object", "landing/orders/[a-z]+", "in front; write `'orders/[a-z]+'`, or `(?:landing)/…`")]
    [InlineData(
        "object",
        "r'orders/[a-z]+'",
        "is a text of Python; here the quotes are part of the pattern; write `'orders/[a-z]+'`"
    )]
    [InlineData("object", @"oci:\/\/landing@ns\/orders\/[a-z]+", "`oci://` begins an address")]
    [InlineData("object", "s3://landing/orders/[a-z]+", "write `'orders/[a-z]+'`")]
    [InlineData("object", "OCI://landing@ns/orders/[a-z]+", "write `'orders/[a-z]+'`")]
    [InlineData("object", "^s3a://landing/orders/[a-z]+$", "write `'orders/[a-z]+$'`")]
    [InlineData("object", "(?:oci|s3)://landing/orders/[a-z]+", "write `'orders/[a-z]+'`")]
    [InlineData("object", "gs://landing", "write `'.+'`")]
    [InlineData(
        "object",
        "https://objectstorage.x.oraclecloud.com/n/ns/b/in/o/orders/[a-z]+",
        "write `'orders/[a-z]+'`"
    )]
    [InlineData("except", "s3://landing/tmp/[a-z]+", "write `'tmp/[a-z]+'`")]
    [InlineData("bucket", "s3://landing/", "write `'landing'`")]
    [InlineData("bucket", "https://objectstorage.x.oraclecloud.com/n/ns/b/landing/o/", "write `'landing'`")]
    [InlineData("bucket", "/n/ns/b/landing", "write `'landing'`")]
    [InlineData("namespace", "oci://landing@ns", "write `'ns'`")]
    [InlineData("bucket", "landing/", "the name of a bucket has no slash; write `'landing'`")]
    [InlineData("bucket", "/landing", "write `'landing'`")]
    [InlineData("bucket", @"landing\/orders", "write `'landing'`")]
    [InlineData("bucket", "landing-(?:dev|test)/", "write `'landing-(?:dev|test)'`")]
    [InlineData("bucket", "landing@ns", "the name of a bucket has no `@`; write `'landing'`")]
    [InlineData("bucket", "landing ", "the pattern ends with a blank; write `'landing'`, or `[ ]` where")]
    [InlineData("bucket", "ocid1.bucket.oc1.x.aaaa", "by name, not by OCID; write the bucket's name")]
    [InlineData("namespace", "ns/", "the name of a namespace has no slash; write `'ns'`")]
    [InlineData("compartment", "root/data", "the name of a compartment has no slash; write `'data'`")]
    [InlineData("object", " orders/[a-z]+ ", "the pattern begins and ends with a blank; write `'orders/[a-z]+'`")]
    [InlineData("object", "./orders/[a-z]+", @"write `'orders/[a-z]+'`, or `\./` at the start where it does")]
    [InlineData("object", @"orders/my%20file\.csv", @"write `'orders/my file\.csv'`, or `[%]20` where the name has it")]
    [InlineData("object", "orders%2F[a-z]+", "`%2F` stands for itself: the names in events are not percent-encoded")]
    [InlineData("object", "caf%C3%A9%2E[a-z]+", @"write `'café\.[a-z]+'`")]
    [InlineData("object", "orders/%Y/%m/%d/[a-z]+", @"write `'orders/\d{4}/\d{2}/\d{2}/[a-z]+'`")]
    [InlineData("object", @"orders/YYYYMMDD\.csv", "`YYYYMMDD` stands for itself: a pattern has no letters for dates")]
    [InlineData("object", "orders/yyyy/MM/[a-z]+", @"write `'orders/\d{4}/\d{2}/[a-z]+'`")]
    [InlineData("object", "orders/<day>/[a-z]+", "write `'orders/(?<day>[^/]+)/[a-z]+'`")]
    [InlineData("object", "r\"orders/*.csv\"", @"write `'orders/[^/]*\.csv'`")]
    public async Task A_pattern_that_hardly_means_what_it_says_is_a_warning_with_the_text_to_write(
        string key,
        string pattern,
        string advice
    ) =>
        Assert.Contains(
            advice,
            Assert.Single(await FindAsync("RD517", MatchOf(key, pattern))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(@"orders/[^/]*\.csv")]
    [InlineData(@"orders/.*\.csv")]
    [InlineData("orders/0*(?<n>[1-9][0-9]*)")]
    [InlineData("a/{0,}b")]
    [InlineData("a/-{0,}[0-9]+")]
    [InlineData("a/?[a-z]+")]
    [InlineData("a/[a-z]+/?")]
    [InlineData("a.b/[a-z]+")] // no extension that is known
    [InlineData("(?:landing)/[a-z]+")]
    [InlineData(@"v\d.\d/[a-z]+")]
    [InlineData("other/[a-z]+")]
    [InlineData("it's/[a-z]+")]
    [InlineData("100%/[a-z]+")]
    [InlineData("a/[%]20[a-z]+")]
    [InlineData(@"a/\d+%[A-Z]{2}")]
    [InlineData("MM/DD/[a-z]+")]
    [InlineData("a/MYYYYD[a-z]+")]
    [InlineData("(?<day>[a-z]+)>")]
    [InlineData("a[ ]b/[a-z]+[ ]")]
    [InlineData("a b/[a-z]+")]
    [InlineData("./?[a-z]+")]
    [InlineData("x@y/[a-z]+")]
    [InlineData(@"a/[.]csv")]
    public async Task A_pattern_that_may_be_meant_is_left_alone(string pattern) =>
        Assert.Empty(await FindAsync("RD517", MatchOf("object", pattern)));

    [Theory]
    [InlineData("landing-(?:dev|test)")]
    [InlineData("landing-[^/]*")]
    [InlineData("(?i)landing")]
    [InlineData("{{ config.bucket }}")]
    public async Task The_pattern_of_a_bucket_that_may_be_meant_is_left_alone(string pattern) =>
        Assert.Empty(await FindAsync("RD517", MatchOf("bucket", pattern)));

    [Theory]
    [InlineData("where: { data.resourceId: '/n/ns/b/landing/o/[a-z]+' }")]
    [InlineData("where: { data.additionalDetails.link: 'https://x/[a-z]+' }")]
    public async Task An_address_that_a_member_of_the_event_may_have_is_left_alone(string where) =>
        Assert.Empty(await FindAsync("RD517", $"match: {{ object: '[a-z]+', {where} }}\n"));

    [Fact]
    public async Task A_control_character_that_YAML_made_of_a_backslash_is_a_warning() =>
        Assert.Contains(
            "has the control character U+0008",
            Assert.Single(await FindAsync("RD517", "match: { object: \"a\\b[a-z]+\" }\n")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "orders/Q1 #final/.+",
        @"the pattern ends before "" #final/.+"", which is a comment to YAML; write `'orders/Q1 #final/.+'`"
    )]
    [InlineData("orders/Q1 # daily/.+", null)]
    [InlineData("orders/Q1 #TODO", null)]
    [InlineData("'orders/Q1 #final/.+'", null)]
    [InlineData("orders/Q1#final/.+", null)]
    public async Task A_pattern_cut_by_a_comment_is_a_warning(string written, string? advice)
    {
        string[] found = await FindAsync("RD517", $"match:\n      bucket: landing\n      object: {written}\n");
        if (advice is null)
            Assert.Empty(found);
        else
            Assert.Contains(advice, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        @"a\/b\_[\w\,]+",
        @"no escape `\/`, `\_`, `\,`: other engines refuse the pattern; write `'a/b_[\w,]+'`"
    )]
    [InlineData(@"a\ b\\\/", @"write `'a b\\/'`")]
    [InlineData(@"[A-Za-z0-9_\-\.\[\]\^]+\.\(\)\{\}\|\$\\\+\*\?\t\d", null)]
    [InlineData(@"\p{Lu}+", null)]
    public async Task An_escape_that_the_standard_does_not_have_is_a_warning(string pattern, string? advice)
    {
        string[] found = await FindAsync("RD519", MatchOf("object", pattern));
        if (advice is null)
            Assert.Empty(found);
        else
            Assert.Contains(advice, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "@triggerBody().fileName",
        "\"@triggerBody().fileName\" is sent as it stands; write \"{{ object.file }}\""
    )]
    [InlineData("@{triggerBody().folderPath}/x", "write \"{{ object.folder }}\"")]
    [InlineData("${object.name}", "\"${object.name}\" is sent as it stands; write \"{{ object.name }}\"")]
    [InlineData("${FILE}", "an expression is written `{{ … }}`")]
    [InlineData("object.name", "write \"{{ object.name }}\"")]
    [InlineData("groups.day", "write \"{{ groups.day }}\"")]
    [InlineData("vars.place", "write \"{{ vars.place }}\"")]
    [InlineData("config.workspace_id", "write \"{{ config.workspace_id }}\"")]
    [InlineData("{ object.name }", "write \"{{ object.name }}\"")]
    [InlineData("out/{object.stem}.parquet", "\"{object.stem}\" is sent as it stands; write \"{{ object.stem }}\"")]
    [InlineData("<% object.name %>", "write \"{{ object.name }}\"")]
    [InlineData("{% if x %}", "an expression is written `{{ … }}`")]
    [InlineData("$object.name", "write \"{{ object.name }}\"")]
    [InlineData("#{groups.day}", "write \"{{ groups.day }}\"")]
    [InlineData("{{ object.name }}/${x}", "\"${x}\" is sent as it stands")]
    [InlineData("${{ object.name }}", "\"${{ object.name }}\" is sent as it stands; write \"{{ object.name }}\"")]
    [InlineData("$(object.name)", "write \"{{ object.name }}\"")]
    [InlineData("%object.name%", "write \"{{ object.name }}\"")]
    [InlineData("[[object.name]]", "write \"{{ object.name }}\"")]
    [InlineData("<object.name>", "write \"{{ object.name }}\"")]
    [InlineData("object.name }}", "write \"{{ object.name }}\"")]
    [InlineData("{object_name}", "write \"{{ object.name }}\"")]
    [InlineData("${bucket_name}", "write \"{{ bucket.name }}\"")]
    [InlineData("$.data.resourceName", "write \"{{ object.name }}\"")]
    [InlineData("${data.additionalDetails.bucketName}", "write \"{{ bucket.name }}\"")]
    [InlineData("object.name | string.upcase", "write \"{{ object.name | string.upcase }}\"")]
    [InlineData("costs US${{ groups.day }}", null)]
    [InlineData("{{ groups.day }} %", null)]
    [InlineData("$.items[0]", null)]
    [InlineData("object_name", null)]
    [InlineData("{\"a\": {\"b\": 1}}", null)]
    [InlineData("{{ '${x}' }}", null)]
    [InlineData("object.csv", null)]
    [InlineData("config.json", null)]
    [InlineData("groups.week", null)]
    [InlineData("a@example.com", null)]
    [InlineData("{\"a\": 1}", null)]
    [InlineData("100 $ {a}", null)]
    public async Task An_expression_of_another_tool_is_a_warning(string text, string? advice)
    {
        string quoted = text.Replace("'", "''", StringComparison.Ordinal);
        string[] found = await FindAsync(
            "RD518",
            "match: { object: '(?<day>[0-9]{8})' }\n    vars: { place: x }\n"
                + $"    bindings: {{ A: '{quoted}', B: '{{{{ vars.place }}}}' }}\n"
        );
        if (advice is null)
            Assert.Empty(found);
        else
            Assert.Contains(advice, Assert.Single(found), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("match: { object: 'docs/.*' }", "docs/")]
    [InlineData("match: { object: '.+' }", "/")]
    [InlineData("match: { object: 'docs/.*[^/]' }", null)]
    [InlineData("match: { object: 'docs/.*', except: '.*/' }", null)]
    [InlineData("match: { object: 'docs/.*', event: delete }", null)]
    [InlineData("match: { object: 'docs/.*' }\n    state: disabled", null)]
    public async Task A_route_that_takes_the_folders_of_the_console_is_a_warning(string route, string? witness)
    {
        string[] found = await FindAsync("RD526", route + "\n");
        if (witness is null)
            Assert.Empty(found);
        else
            Assert.Contains($"such as \"{witness}\"", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_that_an_earlier_route_takes_are_no_finding_of_a_later_one()
    {
        const string Routes = """
            version: 1
            defaults: { task: { key: t, workspace: w, application: a } }
            routes:
              - { name: folders, match: { object: '.*/' } }
              - { name: docs, match: { object: 'docs/.*' } }
            """;
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", Routes));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.Equal("folders", Assert.Single(Findings(result, "RD526")).GetProperty("route").GetString());
    }

    [Fact]
    public async Task The_bad_example_of_a_finding_has_it_and_the_good_one_does_not()
    {
        string page = await File.ReadAllTextAsync(Path.Join(TheCommand.Repository, "docs", "errors.md"));
        Match[] rows = Example().Matches(page).ToArray();
        Assert.Equal(
            ["RD518", "RD517", "RD519", "RD526", "RD516", "RD511"],
            rows.Select(row => row.Groups[1].Value).Distinct()
        );
        foreach (Match row in rows)
        {
            string code = row.Groups[1].Value;
            Assert.True((await FoundAsync(code, row.Groups[2].Value)) > 0, row.Value);
            Assert.True((await FoundAsync(code, row.Groups[3].Value)) == 0, row.Value);
        }

        static async Task<int> FoundAsync(string code, string example) =>
            code switch
            {
                "RD511" => await CountAsync(code, example.Split(' ')[1..], "{ name: a, match: { object: '[a-z]+' } }"),
                "RD516" => await CountAsync(
                    code,
                    ["--budget", "0"],
                    [
                        .. Enumerable
                            .Range(1, 100)
                            .Select(i => (Name: i, Pattern: example.Replace("N", $"{i}", StringComparison.Ordinal)))
                            .Select(route => $"{{ name: r{route.Name}, match: {{ object: '{route.Pattern}' }} }}"),
                    ]
                ),
                _ => (await FindAsync(code, Route(code, example))).Length,
            };

        static string Route(string code, string text) =>
            code == "RD518"
                ? $"match: {{ object: a }}\n    bindings: {{ A: \"{text}\" }}\n"
                : $"match:\n      object: {text}\n";
    }

    private static string MatchOf(string key, string pattern)
    {
        string quoted = pattern.Replace("'", "''", StringComparison.Ordinal);
        return key switch
        {
            "object" => $"match: {{ bucket: landing, object: '{quoted}' }}\n",
            _ => $"match: {{ object: '[a-z]+', {key}: '{quoted}' }}\n",
        };
    }

    // What lint says of one route, by code.
    private static async Task<string[]> FindAsync(string code, string route)
    {
        string yaml =
            $"version: 1\nroutes:\n  - name: a\n    {route}    task: {{ key: t, workspace: w, application: a }}\n";
        using var folder = TemporaryFolder.WithRoutes(("a.yaml", yaml));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.True(result.Code != 2, result.Error);
        return [.. Findings(result, code).Select(finding => finding.GetProperty("message").GetString()!)];
    }

    private static async Task<int> CountAsync(string code, string[] arguments, params string[] routes)
    {
        const string Head = "version: 1\ndefaults: { task: { key: t, workspace: w, application: a } }\nroutes:\n";
        using var folder = TemporaryFolder.WithRoutes(
            ("a.yaml", Head + string.Concat(routes.Select(route => $"  - {route}\n")))
        );
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json", .. arguments], folder.Path);
        Assert.True(result.Code != 2, result.Error);
        return Findings(result, code).Count();
    }

    private static IEnumerable<JsonElement> Findings(CliResult result, string code) =>
        result
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Where(finding => finding.GetProperty("code").GetString() == code);

    [GeneratedRegex(@"^\| (RD5\d{2}) \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
