using System.Collections.Frozen;
using System.Text.Json;
using Dispatcher.Events;
using Dispatcher.Templates;
using Dispatcher.Templates.Compiling;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Core.Tests.Templates;

/// <summary>One event on one route, and templates rendered for it.</summary>
internal static class Sample
{
    public const string RawJson = """
        {
          "eventID": "e-1",
          "data": {
            "resourceName": "a/b/c.tar.gz",
            "additionalDetails": { "eTag": "t-1", "archivalState": "Available", "versionId": null },
            "items": [ { "id": 7 }, { "id": 8.5 }, "last" ],
            "flag": true,
            "control": "a\u0007b",
            "big": 9223372036854775807,
            "huge": 123456789012345678901234567890,
            "odd name": "odd"
          }
        }
        """;

    public static readonly TemplateNames Names = new()
    {
        Vars = new[] { "landing", "pool", "number" }.ToFrozenSet(),
        Groups = new[] { "stem", "day", "empty", "region", "1" }.ToFrozenSet(),
        OptionalGroups = new[] { "region" }.ToFrozenSet(),
    };

    public static readonly TemplateModel Model = For("a/b/c.tar.gz");

    public static TemplateModel For(
        string objectName,
        string stem = "2022-08-12",
        string? etag = "t-1",
        string rawJson = RawJson,
        string? region = null
    ) =>
        new()
        {
            Event = new StorageEvent
            {
                Id = "e-1",
                Type = "com.oraclecloud.objectstorage.createobject",
                Kind = ObjectEventKind.Create,
                Time = new DateTimeOffset(2019, 1, 10, 22, 19, 24, 120, TimeSpan.FromHours(1)),
                ObjectName = objectName,
                Bucket = "landing-area",
                Namespace = "ns",
                BucketId = "ocid1.bucket.x",
                CompartmentId = "ocid1.compartment.x",
                CompartmentName = "demo",
                ETag = etag,
                Raw = JsonDocument.Parse(rawJson).RootElement,
            },
            Configuration = Configuration.From([
                new("workspace_id", "ws"),
                new("connection_key", "conn"),
                new("number", "12"),
                new("up", ".."),
                new("hollow", ""),
                new("stem", "from-stem"),
                new("OCI_SECRET", "hidden"),
                new("PATH", "hidden"),
                new("DB_PASSWORD", "hidden"),
            ]),
            Groups = new Dictionary<string, string?>
            {
                ["stem"] = stem,
                ["day"] = "12",
                ["empty"] = "",
                ["region"] = region,
                ["1"] = stem,
            },
            Vars = new Dictionary<string, string>
            {
                ["landing"] = "conn",
                ["pool"] = "data-pool-area",
                ["number"] = "5",
            },
            RouteName = "invoices",
            RouteFile = "sub/invoices.yaml",
        };

    public static TextTemplate Parse(string text)
    {
        TemplateParse parse = TextTemplate.Parse(text, Names);
        Assert.True(parse.Template is not null, string.Join("\n", parse.Problems));
        return parse.Template;
    }

    /// <summary>The rendered string; the test fails where there is none.</summary>
    public static string Render(string text, TemplateModel? model = null)
    {
        TemplateResult result = Parse(text).Render(model ?? Model);
        Assert.True(result.Failure is null, $"{text}: {result.Failure}");
        return result.Value!;
    }

    /// <summary>The failure of rendering; the test fails where there is none.</summary>
    public static TemplateFailure Failure(
        string text,
        TemplateModel? model = null,
        int maxLength = TemplateLimits.OutputLength
    )
    {
        TemplateResult result = Parse(text).Render(model ?? Model, maxLength);
        Assert.True(result.Failure is not null, $"{text} rendered as {result.Value}");
        Assert.Null(result.Value);
        Assert.DoesNotContain(result.Failure.Message, char.IsControl);
        Assert.Contains("; ", result.Failure.Message, StringComparison.Ordinal);
        return result.Failure;
    }

    /// <summary>The problems of a template; the test fails where there is none.</summary>
    public static IReadOnlyList<TemplateProblem> Problems(string text, TemplateNames? names = null)
    {
        TemplateParse parse = TextTemplate.Parse(text, names ?? Names);
        Assert.Null(parse.Template);
        Assert.NotEmpty(parse.Problems);
        Assert.All(parse.Problems, problem =>
        {
            Assert.InRange(problem.Offset, 0, text.Length);
            Assert.NotEmpty(problem.Message);
            Assert.NotEmpty(problem.Hint);
        });
        return parse.Problems;
    }
}
