using System.Collections.Immutable;
using System.Net;
using Dispatcher.Analysis.Lint;
using Dispatcher.Analysis.Lint.Checks;
using Dispatcher.Analysis.Names;
using Dispatcher.Analysis.Proofs.Writes;
using Dispatcher.Cli.Console;
using Dispatcher.Cli.Docs;
using Dispatcher.Cli.Input;
using Dispatcher.Cli.Lint;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Patterns;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Cli.Workbench;

/// <summary>What the page asks, answered by the engine that the function and every command run.</summary>
internal sealed class WorkbenchAnswers(EditedRoutes routes, ConfigurationInput configuration, TimeSpan budget)
{
    /// <summary>The most names of one question.</summary>
    public const int MostNames = 200;

    private const int NamesOfRoute = 2,
        FirstNames = 12;

    /// <summary>The files on the disk, and names to begin with: those of the routes' own tests.</summary>
    public FilesOutput Files()
    {
        LoadedRoutes loaded = routes.Load(null);
        IEnumerable<string> names = loaded.Planner?.Set.Routes.SelectMany(route =>
            route.Tests.Select(test => test.Object).Take(NamesOfRoute)
        )
            ?? [];
        return new FilesOutput(
            routes.Path,
            [.. loaded.Files.Files.Select(FileOf)],
            [.. names.Distinct().Take(FirstNames)]
        );
    }

    /// <summary>Whether the edited routes load, and what each name starts.</summary>
    public CheckOutput Check(WorkbenchQuestion question, CancellationToken stopping)
    {
        string[] names = [.. (question.Names ?? []).OfType<string>()];
        if (names.Length > MostNames)
            throw new RefusedException(HttpStatusCode.BadRequest, $"at most {MostNames} names are tried at once");
        LoadedRoutes loaded = routes.Load(question.Files);
        var answered = new List<NameOutput>(names.Length);
        foreach (string name in loaded.Planner is null ? [] : names)
        {
            stopping.ThrowIfCancellationRequested();
            answered.Add(Name(loaded.Planner!, question, name));
        }

        return new CheckOutput(
            loaded.Planner is not null,
            loaded.Planner?.Set.Version,
            [.. loaded.Diagnostics.Select(problem => FindingOutput.Of(new LintFinding(problem)))],
            answered
        );
    }

    /// <summary>The line of <c>dry-run --explain --format json</c> for the first name.</summary>
    public RawJson Explain(WorkbenchQuestion question)
    {
        if (routes.Load(question.Files).Planner is not { } planner)
            throw new RefusedException(HttpStatusCode.Conflict, "the routes do not load");
        if (Event(planner, question, question.Names is [{ } name, ..] ? name : "") is not ({ } made, _))
            throw new RefusedException(HttpStatusCode.BadRequest, "no object can have this name");
        return new RawJson(Plan(planner.Plan(made.Event, configuration.Configuration), planner.Explain(made.Event)));
    }

    /// <summary>What <c>lint</c> finds in the edited routes, and the map.</summary>
    public ProofsOutput Prove(WorkbenchQuestion question, CancellationToken stopping)
    {
        LoadedRoutes loaded = routes.Load(question.Files);
        if (loaded.Planner is not { } planner)
            return new ProofsOutput(Loads: false, [], [], [], Unknown: false);
        using var time = new CancellationTokenSource(budget);
        using var outOfTime = CancellationTokenSource.CreateLinkedTokenSource(stopping, time.Token);
        var subject = new LintSubject(
            planner,
            configuration.Given ? configuration.Configuration : null,
            outOfTime.Token,
            new SourceLines(loaded.Files).At
        );
        ImmutableArray<LintFinding> findings = LintChecks.Run(subject);
        ImmutableArray<WriteRow> writes = WriteRow.Of(planner, subject.Proofs, outOfTime.Token);
        stopping.ThrowIfCancellationRequested();
        FlowGraph map = FlowGraph.Of(planner.Set.Routes, writes);
        return new ProofsOutput(
            Loads: true,
            [.. findings.Select(FindingOutput.Of)],
            [.. map.Nodes.Select(MapNode.Of)],
            [.. map.Edges.Select(MapEdge.Of)],
            time.IsCancellationRequested
        );
    }

    /// <summary>Writes the edits into their files.</summary>
    public SavedOutput Save(WorkbenchQuestion question) => new([.. routes.Save(question.Files).Select(FileOf)]);

    private NameOutput Name(DispatchPlanner planner, WorkbenchQuestion question, string name)
    {
        (MadeUpEvent? made, ImmutableArray<DispatchError> errors) = Event(planner, question, name);
        if (made is null)
            return new NameOutput(
                name,
                null,
                null,
                "",
                [],
                [],
                null,
                [],
                [.. errors.Select(error => error.Message)],
                null
            );
        DispatchPlan plan = planner.Plan(made.Event, configuration.Configuration);
        (Route Route, PlacedPattern Taking)[] takers =
        [
            .. planner.Fired(made.Event).Select(route => (route, Taking(route, name))),
        ];
        return new NameOutput(
            name,
            plan.Outcome.Word(),
            made.Event.Bucket,
            made.Assumed,
            [
                .. takers.Select(taker => new TakerOutput(
                    taker.Route.Name,
                    taker.Route.State.Word(),
                    taker.Taking.Pattern.Text,
                    taker.Taking.Position.File,
                    taker.Taking.Position.Line
                )),
            ],
            takers.Select(taker => Captures(taker.Taking.Pattern, name)).FirstOrDefault(found => found.Length > 0)
                ?? [],
            plan.Outcome == Outcome.Unmatched ? planner.Nearest(made.Event)?.Text : null,
            [
                .. plan.Runs.Select(run => RequestOf(run, isShadow: false)),
                .. plan.Shadow.Select(run => RequestOf(run, isShadow: true)),
            ],
            [.. plan.Errors.Concat(plan.ShadowErrors).Select(error => $"{error.Code}: {error.Message}")],
            new RawJson(Plan(plan, []))
        );
    }

    private static (MadeUpEvent? Event, ImmutableArray<DispatchError> Errors) Event(
        DispatchPlanner planner,
        WorkbenchQuestion question,
        string name
    ) =>
        MadeUpEvent.From(
            planner,
            new EventDocument
            {
                Object = name,
                Kind = ObjectEventKinds.Words.Find(question.Kind) ?? ObjectEventKind.Create,
                Time = DateTimeOffset.UnixEpoch,
            },
            string.IsNullOrEmpty(question.Bucket) ? null : question.Bucket,
            namespaceName: null
        );

    // The first expression that accepts the name is the one whose captures templates see.
    private static PlacedPattern Taking(Route route, string name) =>
        route.Match.Object.First(placed => placed.Pattern.IsMatch(name));

    private static CaptureOutput[] Captures(Pattern pattern, string name) =>
        [.. CapturedPart.Of(pattern, name).Select(part => new CaptureOutput(part.Group, part.Start, part.Length))];

    private static RequestOutput RequestOf(TaskRunRequest run, bool isShadow) =>
        new(run.Route, isShadow, JsonText.Pretty(run.Body));

    private static string Plan(DispatchPlan plan, ImmutableArray<Matching.RouteExplanation> explanations) =>
        JsonText.Compact(json => PlanJson.Write(json, plan, explanations));

    private static FileOutput FileOf(Dispatcher.Routes.Loading.RouteFile file) =>
        EditedRoutes.Text(file) is { } text
            ? new FileOutput(file.Path, file.Shown, text, EditedRoutes.Version(file))
            : new FileOutput(file.Path, file.Shown, null, null);
}
