using System.Globalization;
using System.Text.RegularExpressions;
using Dispatcher.Oci.Ports;
using Dispatcher.Planning;
using Dispatcher.Runtime.Dispatching;
using Dispatcher.Runtime.Settings;
using Dispatcher.Runtime.Tests.Fakes;

namespace Dispatcher.Runtime.Tests.Dispatching;

/// <summary>docs/errors.md has a bad and a good example of each code of a call, and both are what they are called.
/// </summary>
public sealed partial class ErrorPageTests
{
    [Fact]
    public void The_bad_example_of_a_code_has_it_and_the_good_one_is_dispatched()
    {
        Match[] rows = Example()
            .Matches(File.ReadAllText(Path.Join(AppContext.BaseDirectory, "docs", "errors.md")))
            .ToArray();

        Assert.Equal(
            ["RD401", "RD402", "RD403", "RD404", "RD405", "RD406", "RD407", "RD408", "RD409", "RD411"],
            rows.Select(row => row.Groups[1].Value)
        );
        Assert.All(rows, row =>
        {
            string code = row.Groups[1].Value;
            Assert.Contains(code, Found(code, row.Groups[2].Value));
            Assert.DoesNotContain(code, Found(code, row.Groups[3].Value));
        });
    }

    private static string[] Found(string code, string example) =>
        code switch
        {
            "RD406" => WithRoutesBelow(example.Split('=')[1]),
            "RD407" => WithLettersIn(example.Split('=')[1]),
            "RD408" => WithSetting(example.Split('=')),
            "RD409" => WithOneRun(example),
            "RD411" => WithAThousandRoutes(example),
            _ => WithAnswer(example),
        };

    private static string[] WithAnswer(string answer)
    {
        World world = World.With();
        world.TaskRuns.OnCreate = (_, _) =>
            answer switch
            {
                "200" => null,
                "no answer" => World.Never<ServiceResult<TaskRun>>(),
                "connection refused" => World.Fail<TaskRun>(new(FailureKind.Deferred, null, "NoConnection", answer)),
                _ => World.FailRun(int.Parse(answer[..3], CultureInfo.InvariantCulture), answer[4..]),
            };
        return Codes(world.Dispatch());
    }

    private static string[] WithRoutesBelow(string place)
    {
        World world = World.With(yaml: null, settings: ("DISPATCHER_ROUTES", place));
        world.Objects.Put("routes/one.yaml", World.OneRoute);
        _ = world.Routes.GetAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return Codes(world.Dispatch());
    }

    private static string[] WithLettersIn(string place)
    {
        World world = World.With(settings: ("DISPATCHER_DEAD_LETTER", place));
        world.TaskRuns.OnCreate = (_, _) => World.FailRun(404);
        if (!place.StartsWith("oci://letters@", StringComparison.Ordinal))
            world.Objects.OnCall = (_, _) => Task.FromResult(World.Refusal(404, "BucketNotFound"));
        return Codes(world.Dispatch());
    }

    // Composition writes each problem under the code.
    private static string[] WithSetting(string[] pair)
    {
        var environment = new Dictionary<string, string> { [pair[0]] = pair[1] };
        return FunctionSettings.Read(environment, "/nowhere", out _) is null
            ? [Dispatcher.Diagnostics.Codes.Configuration]
            : [];
    }

    private static string[] WithOneRun(string key)
    {
        World world = World.With(World.OneRoute + $"\n    {key}\n");
        world.TaskRuns.OnList = filter => new TaskRunPage(
            [
                .. world.TaskRuns.Runs.Where(run =>
                    (filter.Identifier is null || run.Identifier == filter.Identifier)
                    && (filter.Name is null || run.Name == filter.Name)
                ),
            ],
            null
        );
        Assert.Equal(Outcome.Dispatched, world.Dispatch(World.Event("in/a.csv")).Outcome);
        return Codes(world.Dispatch(World.Event("in/b.csv")));
    }

    private static string[] WithAThousandRoutes(string match)
    {
        World world = World.With(
            "version: 1\nroutes:\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 1_000)
                        .Select(i =>
                            $"  - {{ name: r{i}, {match.Replace('N', (char)(0x4E00 + i))}, task: {{ key: t }} }}\n"
                        )
                )
        );
        return Codes(world.Dispatch(World.Event("in/" + string.Concat(Enumerable.Repeat("ab", 500)))));
    }

    private static string[] Codes(DispatchResult result) => [.. result.Errors.Select(error => error.Code)];

    [GeneratedRegex(@"^\| (RD4\d{2}) \| `([^`]+)` \| `([^`]+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
