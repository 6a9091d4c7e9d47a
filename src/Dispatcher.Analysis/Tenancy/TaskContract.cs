using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>Compares what enabled and shadow routes bind with the parameters of the tasks that are published.</summary>
/// <remarks>cli-v1, <c>check</c>: what the service does not tell, or only the event decides, is <c>cannot check</c> and
/// never passed over.</remarks>
public sealed class TaskContract
{
    private readonly IReadOnlyList<PublishedApplication> published;
    private readonly ImmutableArray<Diagnostic>.Builder findings = ImmutableArray.CreateBuilder<Diagnostic>();

    private TaskContract(IReadOnlyList<PublishedApplication> published) => this.published = published;

    /// <summary>The workspaces and applications that the routes name without looking at the event, ordered.</summary>
    public static ImmutableArray<(string Workspace, string Application)> Places(
        RouteSet set,
        Configuration configuration
    )
    {
        ArgumentNullException.ThrowIfNull(set);
        return
        [
            .. Routes(set)
                .Select(route => Named(route, configuration))
                .Where(task => task.Workspace.Value is not null && task.Application.Value is not null)
                .Select(task => (task.Workspace.Value!, task.Application.Value!))
                .Distinct()
                .Order(),
        ];
    }

    /// <summary>Every difference, in route order.</summary>
    /// <param name="set">The routes.</param>
    /// <param name="configuration">What templates see as <c>config.KEY</c>.</param>
    /// <param name="published">What is published at <see cref="Places"/>.</param>
    public static ImmutableArray<Diagnostic> Check(
        RouteSet set,
        Configuration configuration,
        IReadOnlyList<PublishedApplication> published
    )
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(published);
        var contract = new TaskContract(published);
        foreach (Route route in Routes(set))
            contract.Check(route, Named(route, configuration));
        return contract.findings.DrainToImmutable();
    }

    /// <summary>The routes that are checked: those that take part and start something.</summary>
    public static IEnumerable<Route> Routes(RouteSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Routes.Where(route => route is { State: not RouteState.Disabled, IsSink: false });
    }

    private static (FixedText Workspace, FixedText Application, FixedText Key) Named(
        Route route,
        Configuration configuration
    )
    {
        RouteTask task = route.Task!;
        return (
            Part("task.workspace", task.Workspace, "workspace_id"),
            Part("task.application", task.Application, "application_key"),
            FixedText.Of(route, "task.key", task.Key, configuration)
        );

        FixedText Part(string what, PlacedTemplate? template, string key) =>
            template is not null ? FixedText.Of(route, what, template, configuration)
            : configuration.Find(key) is { Length: > 0 } value ? new(value, null)
            : new(null, $"there is no `{what}`, and no configuration key `{key}`");
    }

    private void Check(Route route, (FixedText Workspace, FixedText Application, FixedText Key) task)
    {
        (string What, FixedText Text)[] parts =
        [
            ("task.workspace", task.Workspace),
            ("task.application", task.Application),
            ("task.key", task.Key),
        ];
        SourcePosition position = route.Task!.Key.Position;
        string[] problems = [.. parts.Select(part => part.Text.Problem).OfType<string>()];
        foreach (string problem in problems)
            Add(
                Codes.RenderTaskMissing,
                Severity.Error,
                route,
                position,
                problem,
                "give the configuration with --config or --config-file"
            );
        if (problems.Length > 0)
            return;
        string[] moving = [.. parts.Where(part => part.Text.Value is null).Select(part => $"`{part.What}`")];
        if (moving.Length > 0)
        {
            CannotCheck(
                route,
                position,
                $"{string.Join(" and ", moving)} of route `{route.Name}` "
                    + $"{(moving.Length == 1 ? "depends" : "depend")} on the event"
            );
            return;
        }

        if (
            published.FirstOrDefault(application =>
                application.Workspace == task.Workspace.Value && application.Application == task.Application.Value
            )
            is not { } application
        )
        {
            CannotCheck(
                route,
                position,
                $"nothing is known of application {Quote.Value(task.Application.Value!)} in workspace "
                    + $"{Quote.Value(task.Workspace.Value!)}"
            );
        }
        else if (application.Refusal is { } refusal)
        {
            Add(
                Codes.CheckNoApplication,
                Severity.Error,
                route,
                position,
                $"application {Quote.Value(application.Application)} in workspace "
                    + $"{Quote.Value(application.Workspace)} is not there, or you may not read it: {refusal}",
                "check both keys, and the right to read the workspace"
            );
        }
        else
        {
            CheckTask(route, application, task.Key.Value!);
        }
    }

    private void CheckTask(Route route, PublishedApplication application, string key)
    {
        SourcePosition position = route.Task!.Key.Position;
        if (application.Tasks.FirstOrDefault(published => published.Has(key)) is not { } task)
        {
            PublishedTask? meant = application.Tasks.FirstOrDefault(published => published.Name == key);
            Add(
                Codes.CheckNoTask,
                Severity.Error,
                route,
                position,
                $"task {Quote.Value(key)} is not published in application {Quote.Value(application.Application)}",
                meant is not null
                    ? $"that is a task's name; its key is `{meant.Key}`"
                    : Suggestion.Hint(
                        key,
                        application.Tasks.Select(published => published.Key),
                        "publish it, or write the key of a published task"
                    )
            );
        }
        else if (task.Parameters is not { } parameters)
        {
            CannotCheck(
                route,
                position,
                $"the service does not tell the parameters of task {Quote.Value(key)} "
                    + $"({task.Type ?? "of unknown type"})"
            );
        }
        else
        {
            foreach (RouteBinding binding in route.Bindings)
                CheckBinding(route, binding, task, parameters);
            foreach (
                TaskParameter parameter in parameters.Where(declared =>
                    declared.Required && !route.Bindings.Any(binding => binding.Parameter == declared.Name)
                )
            )
            {
                Add(
                    Codes.CheckUnbound,
                    Severity.Error,
                    route,
                    position,
                    $"task {Quote.Value(key)} requires parameter {Quote.Value(parameter.Name)}, "
                        + $"which route `{route.Name}` does not bind",
                    $"add it to `bindings`, or give the parameter a default in the task"
                );
            }
        }
    }

    private void CheckBinding(
        Route route,
        RouteBinding binding,
        PublishedTask task,
        ImmutableArray<TaskParameter> parameters
    )
    {
        if (parameters.FirstOrDefault(declared => declared.Name == binding.Parameter) is not { } parameter)
        {
            string there = parameters.IsEmpty
                ? "it has none"
                : "there are " + string.Join(", ", parameters.Select(declared => Quote.Line(declared.Name)));
            Add(
                Codes.CheckNoParameter,
                Severity.Error,
                route,
                binding.Position,
                $"task {Quote.Value(task.Key)} has no parameter {Quote.Value(binding.Parameter)}",
                Suggestion.Hint(binding.Parameter, parameters.Select(declared => declared.Name), there)
            );
            return;
        }

        BindingFit fit = BindingFit.Of(binding, parameter.Kind);
        string type = parameter.TypeName is { } name ? $" ({Quote.Line(name)})" : "";
        if (fit.Fits is null)
            CannotCheck(route, binding.Position, $"parameter {Quote.Value(parameter.Name)}{type} takes {fit.Takes}");
        else if (fit.Fits == false)
            Add(
                Codes.CheckKind,
                Severity.Error,
                route,
                binding.Position,
                $"this is no value for parameter {Quote.Value(parameter.Name)}{type}",
                $"it takes {fit.Takes}"
            );
    }

    private void CannotCheck(Route route, SourcePosition position, string why) =>
        Add(Codes.CannotCheck, Severity.Note, route, position, "cannot check: " + why, "");

    private void Add(
        string code,
        Severity severity,
        Route route,
        SourcePosition position,
        string message,
        string hint
    ) => findings.Add(new Diagnostic(code, severity, position, message, hint) { Route = route.Name });
}
