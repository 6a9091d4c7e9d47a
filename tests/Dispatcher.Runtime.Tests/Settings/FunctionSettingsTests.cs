using System.Collections.Immutable;
using Dispatcher.Events;
using Dispatcher.Oci;
using Dispatcher.Runtime.Logging;
using Dispatcher.Runtime.Settings;

namespace Dispatcher.Runtime.Tests.Settings;

public sealed class FunctionSettingsTests
{
    [Fact]
    public void Nothing_set_means_the_routes_beside_the_function_and_the_defaults()
    {
        FunctionSettings settings = Read();

        Assert.Equal(new RouteOrigin.Folder("/function/routes") { Shown = "routes" }, settings.Routes);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Refresh);
        Assert.Null(settings.DeadLetter);
        Assert.Equal(UnmatchedPolicy.Ignore, settings.Unmatched);
        Assert.Equal(LogLevel.Information, settings.LogLevel);
        Assert.Null(settings.DataIntegrationEndpoint);
    }

    [Fact]
    public void Everything_can_be_set()
    {
        FunctionSettings settings = Read(
            ("DISPATCHER_ROUTES", "oci://routes@ns/live"),
            ("DISPATCHER_REFRESH_SECONDS", "0"),
            ("DISPATCHER_DEAD_LETTER", "oci://letters@ns/failed/"),
            ("DISPATCHER_UNMATCHED", "dead-letter"),
            ("DISPATCHER_LOG_LEVEL", "debug"),
            ("DISPATCHER_AUTHENTICATION", "instance-principal"),
            ("DISPATCHER_DATA_INTEGRATION_ENDPOINT", "https://di.example:8443"),
            ("DISPATCHER_OBJECT_STORAGE_ENDPOINT", "http://127.0.0.1:9000"),
            ("workspace_id", "ws"),
            ("OCI_SECRET", "s")
        );

        Assert.Equal(new RouteOrigin.Bucket(new ObjectPlace("routes", "ns", "live/")), settings.Routes);
        Assert.Equal(TimeSpan.Zero, settings.Refresh);
        Assert.Equal(new ObjectPlace("letters", "ns", "failed/"), settings.DeadLetter);
        Assert.Equal(UnmatchedPolicy.DeadLetter, settings.Unmatched);
        Assert.Equal(LogLevel.Debug, settings.LogLevel);
        Assert.Equal(OciAuthentication.InstancePrincipal, settings.Authentication);
        Assert.Equal("https://di.example:8443", settings.DataIntegrationEndpoint);
        Assert.Equal("http://127.0.0.1:9000", settings.ObjectStorageEndpoint);
        Assert.Equal(["workspace_id"], settings.Configuration.Keys);
    }

    [Theory]
    [InlineData("task", "t1\r\n\n", "line ends at the end of these values are taken off: task")]
    [InlineData(
        "DISPATCHER_UNMATCHED",
        "fail\n",
        "line ends at the end of these values are taken off: DISPATCHER_UNMATCHED"
    )]
    [InlineData("task", " t1", "these values have blanks at an end, which are kept: task")]
    [InlineData("task", "t1", null)]
    [InlineData("PS1", "$ ", null)] // the process's own
    [InlineData("DISPATCHER_LOG_LEVEL", "", null)]
    public void Line_ends_at_the_end_of_a_value_are_taken_off_with_a_warning(
        string key,
        string value,
        string? warning
    ) => Assert.Equal(warning, Read((key, value)).Ends);

    [Fact]
    public void A_line_end_at_the_end_of_a_value_is_not_part_of_it()
    {
        FunctionSettings settings = Read(("task", "t1\n"), ("zone", " b \n"), ("DISPATCHER_UNMATCHED", "fail\r\n"));

        Assert.Equal("t1", settings.Configuration.Find("task"));
        Assert.Equal(" b ", settings.Configuration.Find("zone"));
        Assert.Equal(UnmatchedPolicy.Fail, settings.Unmatched);
    }

    [Theory]
    [InlineData("/etc/routes", null)]
    [InlineData("relative/routes", null)]
    [InlineData("inline", "version: 1")]
    public void Routes_come_from_a_path_or_the_configuration(string routes, string? yaml)
    {
        FunctionSettings settings = yaml is null
            ? Read(("DISPATCHER_ROUTES", routes))
            : Read(("DISPATCHER_ROUTES", routes), ("DISPATCHER_ROUTES_YAML", yaml));

        Assert.Equal(yaml is null ? new RouteOrigin.Folder(routes) : new RouteOrigin.Inline(yaml), settings.Routes);
    }

    [Fact]
    public void An_empty_value_is_as_good_as_none()
    {
        FunctionSettings none = Read(),
            empty = Read(
                ("DISPATCHER_ROUTES", ""),
                ("DISPATCHER_ROUTES_YAML", ""),
                ("DISPATCHER_REFRESH_SECONDS", ""),
                ("DISPATCHER_DEAD_LETTER", ""),
                ("DISPATCHER_UNMATCHED", ""),
                ("DISPATCHER_LOG_LEVEL", ""),
                ("DISPATCHER_DATA_INTEGRATION_ENDPOINT", ""),
                ("DISPATCHER_OBJECT_STORAGE_ENDPOINT", "")
            );

        Assert.Equal(none, empty with { Configuration = none.Configuration });
    }

    [Theory]
    [InlineData("DISPATCHER_ROUTES", "oci://", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_ROUTES", "oci://@ns/x", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_ROUTES", "oci://b@/x", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_ROUTES", "oci:/b/x", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_ROUTES", "OCI://b/x", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_ROUTES", "s3://b/x", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_ROUTES", "INLINE", "inline")]
    [InlineData("DISPATCHER_ROUTES", "inline", "DISPATCHER_ROUTES_YAML")]
    [InlineData("DISPATCHER_ROUTES_YAML", "version: 1", "\"inline\"")]
    [InlineData("DISPATCHER_REFRESH_SECONDS", "-1", "whole seconds")]
    [InlineData("DISPATCHER_REFRESH_SECONDS", "1.5", "whole seconds")]
    [InlineData("DISPATCHER_REFRESH_SECONDS", " 5", "whole seconds")]
    [InlineData("DISPATCHER_REFRESH_SECONDS", "1m", "whole seconds")]
    [InlineData("DISPATCHER_REFRESH_SECONDS", "99999999999", "whole seconds")]
    [InlineData("DISPATCHER_DEAD_LETTER", "letters/failed", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_DEAD_LETTER", "oci://../x", "oci://BUCKET@NAMESPACE/PREFIX")]
    [InlineData("DISPATCHER_UNMATCHED", "dead_letter", "did you mean `dead-letter`?")]
    [InlineData("DISPATCHER_UNMATCHED", "dead-letter", "DISPATCHER_DEAD_LETTER")]
    [InlineData("DISPATCHER_UNMATCHED", "Ignore", "did you mean `ignore`?")]
    [InlineData("DISPATCHER_AUTHENTICATION", "instance_principal", "did you mean `instance-principal`?")]
    [InlineData("DISPATCHER_LOG_LEVEL", "info", "debug, information, warning, error")]
    [InlineData("DISPATCHER_DATA_INTEGRATION_ENDPOINT", "http://di.example", "https://HOST")]
    [InlineData("DISPATCHER_DATA_INTEGRATION_ENDPOINT", "di.example", "https://HOST")]
    [InlineData("DISPATCHER_OBJECT_STORAGE_ENDPOINT", "https://os.example/n", "https://HOST")]
    [InlineData("DISPATCHER_OBJECT_STORAGE_ENDPOINT", "ftp://os.example", "https://HOST")]
    [InlineData("DISPATCHER_ROUTS", "x", "did you mean `DISPATCHER_ROUTES`?")]
    [InlineData("DISPATCHER_DEADLETTER", "x", "did you mean `DISPATCHER_DEAD_LETTER`?")]
    [InlineData("DISPATCHER_CONFIG_KEYS", "DB_PASSWORD, PATH", "lists \"PATH\"")]
    [InlineData("DISPATCHER_X", "x", "DISPATCHER_REFRESH_SECONDS")]
    public void A_wrong_value_is_named_with_what_to_write(string key, string value, string hint)
    {
        string problem = Assert.Single(Problems((key, value)));

        Assert.StartsWith(key, problem, StringComparison.Ordinal);
        Assert.Contains(hint, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dispatcher_mode")]
    [InlineData("oci_x")]
    [InlineData("Dispatcher_Log_Level")]
    public void Keys_are_compared_as_they_are_spelled(string key)
    {
        Assert.Equal("value", Read((key, "value")).Configuration.Find(key));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_in_one_pass() =>
        Assert.Equal(
            [
                "DISPATCHER_TYPO",
                "DISPATCHER_ROUTES",
                "DISPATCHER_REFRESH_SECONDS",
                "DISPATCHER_DEAD_LETTER",
                "DISPATCHER_UNMATCHED",
                "DISPATCHER_LOG_LEVEL",
                "DISPATCHER_DATA_INTEGRATION_ENDPOINT",
                "DISPATCHER_OBJECT_STORAGE_ENDPOINT",
            ],
            Problems(
                    ("DISPATCHER_TYPO", "?"),
                    ("DISPATCHER_ROUTES", "x://"),
                    ("DISPATCHER_REFRESH_SECONDS", "?"),
                    ("DISPATCHER_DEAD_LETTER", "?"),
                    ("DISPATCHER_UNMATCHED", "?"),
                    ("DISPATCHER_LOG_LEVEL", "?"),
                    ("DISPATCHER_DATA_INTEGRATION_ENDPOINT", "?"),
                    ("DISPATCHER_OBJECT_STORAGE_ENDPOINT", "?")
                )
                .Select(problem => problem[..problem.IndexOf(' ', StringComparison.Ordinal)])
        );

    [Theory]
    [InlineData("DISPATCHER_TOKEN", "hunter2")]
    [InlineData("DISPATCHER_OBJECT_STORAGE_ENDPOINT", "https://user:hunter2@os.example")]
    public void A_value_that_may_be_a_secret_is_not_repeated(string key, string value) =>
        Assert.DoesNotContain("hunter2", Assert.Single(Problems((key, value))), StringComparison.Ordinal);

    [Fact]
    public void A_value_cannot_forge_a_line() =>
        Assert.DoesNotContain('\n', Assert.Single(Problems(("DISPATCHER_LOG_LEVEL", "debug\n{\"level\":\"error\"}"))));

    [Theory]
    [InlineData("oci://b@ns/p/q", "b", "ns", "p/q/", "oci://b@ns/p/q/")]
    [InlineData("oci://b@ns/p/", "b", "ns", "p/", "oci://b@ns/p/")]
    [InlineData("oci://b", "b", null, "", "oci://b/")]
    [InlineData("oci://b/", "b", null, "", "oci://b/")]
    [InlineData("oci://b.c_d-e/p@q", "b.c_d-e", null, "p@q/", "oci://b.c_d-e/p@q/")]
    public void A_place_is_a_bucket_and_what_lies_below_a_prefix(
        string text,
        string bucket,
        string? space,
        string prefix,
        string shown
    )
    {
        Assert.True(ObjectPlace.TryParse(text, out ObjectPlace? place));
        Assert.Equal(new ObjectPlace(bucket, space, prefix), place);
        Assert.Equal(shown, place.ToString());
    }

    private static FunctionSettings Read(params (string Key, string Value)[] pairs)
    {
        FunctionSettings? settings = FunctionSettings.Read(
            pairs.ToDictionary(pair => pair.Key, pair => pair.Value),
            "/function",
            out ImmutableArray<string> problems
        );
        Assert.Empty(problems);
        return settings!;
    }

    private static ImmutableArray<string> Problems(params (string Key, string Value)[] pairs)
    {
        Assert.Null(
            FunctionSettings.Read(
                pairs.ToDictionary(pair => pair.Key, pair => pair.Value),
                "/function",
                out ImmutableArray<string> problems
            )
        );
        return problems;
    }
}
