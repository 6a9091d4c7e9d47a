using System.Text.Json;

namespace Dispatcher.Cli.Tests;

/// <summary>What <c>lint</c> says of groups and expectations.</summary>
public sealed class GroupLintTests
{
    private const string Days = @"in/(?<day>\d{4}-\d{2}-\d{2})/(?<part>orders|lines)-(?<n>[0-9]+)\.csv";

    [Theory]
    [InlineData("{{ bucket.name }}", true)]
    [InlineData("all", true)]
    [InlineData("{{ config.area }}", true)]
    [InlineData("{{ groups.day }}", false)]
    [InlineData("{{ bucket.name }}/{{ groups.part }}", false)]
    [InlineData("{{ if groups.part == 'lines' }}a{{ else }}b{{ end }}", false)]
    public async Task A_key_that_no_part_of_the_name_is_in_is_a_warning(string by, bool found)
    {
        JsonElement[] findings = await FindAsync(Route($"group: {{ by: \"{by}\" }}"));

        Assert.Equal(found ? ["RD527"] : [], Codes(findings));
        Assert.All(findings, finding => Assert.Equal("warning", finding.GetProperty("severity").GetString()));
    }

    [Theory]
    [InlineData("{{ groups.day }}", "{{ groups.part }}", "orders, lines", null)]
    [InlineData("{{ groups.day }}", "part-{{ groups.part }}", "part-orders, part-lines", null)]
    [InlineData("{{ groups.day | string.slice 0 7 }}", "{{ groups.part | string.upcase }}", "ORDERS, LINES", null)]
    [InlineData(
        "{{ groups.day }}",
        "{{ groups.part }}",
        "orders, line",
        "no object that route `daily` takes is the part \"line\", so that no group is ever complete"
    )]
    [InlineData(
        "{{ groups.day }}/{{ groups.part }}",
        "{{ groups.part }}",
        "orders, lines",
        "objects of the parts \"orders\" and \"lines\" never have one key, so that no group is ever complete: "
    )]
    [InlineData(
        "{{ if groups.part == 'lines' }}a{{ else }}b{{ end }}",
        "{{ groups.part }}",
        "orders, lines",
        "objects of the parts \"orders\" and \"lines\" never have one key"
    )]
    public async Task Parts_that_are_never_in_one_group_are_an_error(string by, string part, string of, string? message)
    {
        JsonElement[] findings = await FindAsync(
            Route($"group: {{ by: \"{by}\", complete: {{ part: \"{part}\", of: [{of}] }} }}")
        );

        if (message is null)
        {
            Assert.Empty(findings);
            return;
        }

        JsonElement finding = Assert.Single(findings);
        Assert.Equal(("RD528", "error"), (Code(finding), finding.GetProperty("severity").GetString()));
        Assert.StartsWith(message, finding.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_objects_of_parts_that_are_apart_are_shown_with_their_keys()
    {
        JsonElement finding = Assert.Single(
            await FindAsync(
                Route(
                    "group: { by: \"{{ groups.part }}\", at_most: 1h, "
                        + "complete: { part: \"{{ groups.part }}\", of: [orders, lines] } }"
                )
            )
        );

        string message = finding.GetProperty("message").GetString()!;
        Assert.Contains("so that `at_most` decides each time: \"in/", message, StringComparison.Ordinal);
        Assert.Contains("is in \"orders\", \"in/", message, StringComparison.Ordinal);
        Assert.Contains("leave what tells the parts apart out of `by`", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(?i)in/(?<d>[a-z]+)", "{{ groups.d }}", true)]
    [InlineData("(?i)in/(?<d>[a-z]+)", "{{ groups.d | string.downcase }}", false)]
    [InlineData("(?i)in/(?<d>[0-9]+)/[a-z]+", "{{ groups.d }}", false)]
    [InlineData("in/(?<d>[a-zA-Z]+)", "{{ groups.d }}", false)]
    public async Task Names_that_a_route_takes_as_one_and_that_are_in_two_groups_are_an_error(
        string pattern,
        string by,
        bool found
    ) => Assert.Equal(found ? ["RD528"] : [], Codes(await FindAsync(Route($"group: {{ by: \"{by}\" }}", pattern))));

    [Theory]
    [InlineData("day", "{{ groups.day }}", "%F", null)]
    [InlineData("day", "{{ groups.day }}", "%Y%m%d", "\"20260101\"")]
    [InlineData("day", "{{ groups.n }}", "%Y%m%d", null)]
    [InlineData("day", "all", "%F", "\"2026-01-01\"")]
    [InlineData("weekday", "{{ groups.day }}", "%Y-%m-%d", null)]
    [InlineData("month", "{{ groups.day | string.slice 0 7 }}", "%Y-%m", null)]
    [InlineData("month", "{{ groups.day }}", "%Y-%m", "\"2026-01\"")]
    [InlineData("hour", "{{ groups.day }}-{{ groups.n }}", "%F-%H", null)]
    [InlineData("hour", "{{ groups.day }}T{{ groups.n }}", "%F-%H", "\"2026-01-01-00\"")]
    public async Task A_period_whose_key_no_object_can_have_is_an_error(
        string every,
        string key,
        string format,
        string? text
    )
    {
        JsonElement[] findings = await FindAsync(
            Route($"expect: {{ every: {every}, key: \"{key}\", format: \"{format}\", within: 30h }}")
        );

        if (text is null)
        {
            Assert.Empty(findings);
            return;
        }

        JsonElement finding = Assert.Single(findings);
        Assert.Equal(("RD529", "error"), (Code(finding), finding.GetProperty("severity").GetString()));
        Assert.Contains(
            $"a period of route `daily` is written {text}",
            finding.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_month_that_no_name_can_have_is_found_among_all_periods() =>
        Assert.Contains(
            "\"2026-10\"",
            Assert
                .Single(
                    await FindAsync(
                        Route(
                            "expect: { every: month, key: \"{{ groups.m }}\", format: \"%Y-%m\", within: 30h }",
                            @"in/(?<m>\d{4}-0\d)\.csv"
                        )
                    )
                )
                .GetProperty("message")
                .GetString(),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("out/{{ group.key }}.parquet", "{{ groups.day }}", "pool", null)]
    [InlineData("out/{{ group.key }}.parquet", "{{ groups.part }}-{{ groups.n }}", "pool", null)]
    [InlineData("out/{{ group.key | string.slice 0 7 }}.parquet", "{{ groups.day }}", "pool", "RD521")]
    [InlineData("out/all.parquet", "{{ groups.day }}", "pool", "RD521")]
    [InlineData("in/{{ group.key }}/orders-1.csv", "{{ groups.day }}", "landing", "RD520")]
    [InlineData("in/{{ group.key }}/orders.csv", "{{ groups.day }}", "landing", null)]
    public async Task What_a_grouped_route_writes_is_a_function_of_the_key(
        string name,
        string by,
        string bucket,
        string? code
    )
    {
        JsonElement[] findings = await FindAsync(
            Route(
                $"group: {{ by: \"{by}\" }}\n    bindings: {{ OUT: \"{name}\" }}\n"
                    + $"    writes: [{{ object: OUT, bucket: {bucket} }}]"
            )
        );

        Assert.Equal(code is null ? [] : [code], Codes(findings));
    }

    [Fact]
    public async Task An_overwrite_by_two_groups_names_their_keys() =>
        Assert.Contains(
            "both for the group \"",
            Assert
                .Single(
                    await FindAsync(
                        Route(
                            "group: { by: \"{{ groups.day }}\" }\n    bindings: { OUT: \"out/all.parquet\" }\n"
                                + "    writes: [{ object: OUT, bucket: pool }]"
                        )
                    )
                )
                .GetProperty("message")
                .GetString(),
            StringComparison.Ordinal
        );

    private static string Route(string more, string pattern = Days) =>
        $$"""
            version: 1
            routes:
              - name: daily
                match: { bucket: landing, object: '{{pattern}}' }
                task: { key: load }
                {{more}}

            """;

    // What the routes of these tests leave out is of no interest.
    private static async Task<JsonElement[]> FindAsync(string routes)
    {
        using var folder = TemporaryFolder.WithRoutes(("r.yaml", routes));
        CliResult result = await TheCommand.RunAsync(["lint", "--format", "json"], folder.Path);
        Assert.NotEqual(2, result.Code);
        return
        [
            .. result
                .Json.GetProperty("findings")
                .EnumerateArray()
                .Where(finding => Code(finding) is not ("RD501" or "RD502" or "RD503" or "RD505")),
        ];
    }

    private static string[] Codes(IEnumerable<JsonElement> findings) => [.. findings.Select(Code)];

    private static string Code(JsonElement finding) => finding.GetProperty("code").GetString()!;
}
