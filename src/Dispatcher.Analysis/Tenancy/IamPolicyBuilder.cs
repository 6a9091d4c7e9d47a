using System.Collections.Immutable;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Matching;
using Dispatcher.Planning;
using Dispatcher.Routes;

namespace Dispatcher.Analysis.Tenancy;

/// <summary>Derives the least IAM statements from the routes and the configuration.</summary>
/// <remarks>Least means: the execute permission only, in the workspaces and applications that enabled routes name;
/// reading the routes bucket; creating, never replacing, below the dead-letter prefix.</remarks>
public sealed class IamPolicyBuilder
{
    private readonly PolicySettings settings;
    private readonly ImmutableArray<PolicyStatement>.Builder statements =
        ImmutableArray.CreateBuilder<PolicyStatement>();
    private readonly ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder problems = ImmutableArray.CreateBuilder<string>();

    private IamPolicyBuilder(PolicySettings settings) => this.settings = settings;

    /// <summary>The policy, or everything that keeps it from being written.</summary>
    public static (IamPolicy? Policy, ImmutableArray<string> Problems) Build(RouteSet set, PolicySettings settings)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(settings);
        var builder = new IamPolicyBuilder(settings);
        builder.AddTasks(set);
        builder.AddRoutesPlace();
        builder.AddDeadLetterPlace();
        builder.AddLandingBuckets(set);
        builder.AddConnector();
        return builder.problems.Count > 0
            ? (null, builder.problems.Distinct().ToImmutableArray())
            : (new IamPolicy(builder.statements.DrainToImmutable(), builder.notes.DrainToImmutable()), []);
    }

    private void AddTasks(RouteSet set)
    {
        var places = new SortedDictionary<(string Workspace, string Application), List<string>>();
        foreach (Route route in set.Routes.Where(route => route.State == RouteState.Enabled))
        {
            // A sink starts nothing, and needs no right.
            if (route.Task is not { } task)
                continue;
            string workspace = Find(route, "task.workspace", task.Workspace, "workspace_id") ?? "";
            string application = Find(route, "task.application", task.Application, "application_key") ?? "";
            if (!places.TryGetValue((workspace, application), out List<string>? names))
                places.Add((workspace, application), names = []);
            names.Add(route.Name);
        }

        foreach (((string workspace, string application), List<string> routes) in places)
            AddTasks(
                workspace,
                application,
                [.. routes],
                [.. routes.Where(name => set.Routes.Any(route => route.Name == name && route.MaxRunning is not null))]
            );
        foreach (Route route in set.Routes.Where(route => route is { State: RouteState.Shadow, IsSink: false }))
            notes.Add(
                $"Route `{route.Name}` is in shadow: it starts nothing, "
                    + "so that nothing is allowed for it before it is enabled."
            );
    }

    // The empty string stands for what only the event tells.
    private void AddTasks(
        string workspace,
        string application,
        ImmutableArray<string> routes,
        ImmutableArray<string> limited
    )
    {
        string?[] conditions =
        [
            workspace.Length == 0 ? null : $"target.workspace.id = {Literal("the workspace", workspace)}",
            application.Length == 0 ? null : $"target.application.key = {Literal("the application", application)}",
        ];
        string wider = (workspace.Length == 0, application.Length == 0) switch
        {
            (true, true) => "; workspace and application depend on the event, so that no condition can name them",
            (true, false) => "; the workspace depends on the event, so that no condition can name it",
            (false, true) => "; the application depends on the event, so that no condition can name it",
            _ => "",
        };
        string names = Named(routes);
        Add(
            "use",
            "dis-workspaces",
            settings.Compartment,
            [.. conditions, "request.permission = 'DIS_WORKSPACE_OBJECT_EXECUTE'"],
            routes,
            $"Starts task runs: {names}{wider}."
        );
        if (settings.LookUp || settings.Sweep)
            Add(
                "read",
                "dis-workspaces",
                settings.Compartment,
                conditions,
                routes,
                settings.Sweep
                    ? $"Reads task runs, to find what was lost and what failed: {names}{wider}."
                    : $"Looks task runs up before something is started again: {names}{wider}."
            );
        else if (limited.Length > 0)
            Add(
                "read",
                "dis-workspaces",
                settings.Compartment,
                conditions,
                limited,
                $"Counts the unfinished task runs (`max_running`): {Named(limited)}{wider}."
            );
    }

    private static string Named(ImmutableArray<string> routes) =>
        (routes.Length == 1 ? "route " : "routes ") + string.Join(", ", routes);

    private void AddRoutesPlace()
    {
        if (Place("DISPATCHER_ROUTES", settings.RoutesPlace, mayBeElse: true) is not { } place)
            return;
        Add(
            "read",
            "objects",
            Storage,
            [$"target.bucket.name = {Literal("the routes bucket", place.Bucket)}"],
            [],
            "Lists and reads the route files in "
                + $"{place.Bucket}{(place.Prefix.Length == 0 ? "" : ", below " + place.Prefix.TrimEnd('/'))}."
        );
        if (place.Namespace is null)
        {
            Add(
                "read",
                "objectstorage-namespaces",
                null,
                [],
                [],
                "Looks the namespace up; not needed once DISPATCHER_ROUTES names it: "
                    + $"oci://{place.Bucket}@NAMESPACE/{place.Prefix.TrimEnd('/')}."
            );
        }
    }

    private void AddDeadLetterPlace()
    {
        if (Place("DISPATCHER_DEAD_LETTER", settings.DeadLetterPlace, mayBeElse: false) is not { } place)
            return;
        string? below =
            place.Prefix.Length == 0
                ? null
                : $"target.object.name = {Literal("the dead-letter prefix", place.Prefix, "*")}";
        Add(
            "manage",
            "objects",
            Storage,
            [
                $"target.bucket.name = {Literal("the dead-letter bucket", place.Bucket)}",
                below,
                "request.permission = 'OBJECT_CREATE'",
            ],
            [],
            "Writes failed events to "
                + $"{place.Bucket}{(below is null ? "" : ", below " + place.Prefix.TrimEnd('/'))}: each once, "
                + "so that nothing is ever replaced."
        );
        if (settings.Sweep)
        {
            string bucket = $"target.bucket.name = {Literal("the dead-letter bucket", place.Bucket)}";
            Add("read", "objects", Storage, [bucket, below], [], "A sweep reads the events that were deferred.");
            Add(
                "manage",
                "objects",
                Storage,
                [bucket, below, "request.permission = 'OBJECT_DELETE'"],
                [],
                "A sweep moves what it has redriven to done/."
            );
        }

        if (place.Namespace is null)
            AddNamespaces(
                "Looks the namespace up; not needed once DISPATCHER_DEAD_LETTER names it: "
                    + $"oci://{place.Bucket}@NAMESPACE/{place.Prefix.TrimEnd('/')}."
            );
    }

    private void AddNamespaces(string comment)
    {
        if (!statements.Any(statement => statement.Text.Contains("objectstorage-namespaces", StringComparison.Ordinal)))
            Add("read", "objectstorage-namespaces", null, [], [], comment);
    }

    private void AddLandingBuckets(RouteSet set)
    {
        if (!settings.Sweep)
            return;
        var places = LandingPlaces.Of(set);
        notes.AddRange(places.Unknown.Select(unknown => char.ToUpperInvariant(unknown[0]) + unknown[1..] + "."));
        foreach (string bucket in places.Buckets.Select(landing => landing.Name).Distinct())
            Add(
                "read",
                "objects",
                Storage,
                [$"target.bucket.name = {Literal("the landing bucket", bucket)}"],
                [],
                $"A sweep lists {bucket}, to find objects whose event was lost."
            );
        if (places.Buckets.Any(landing => landing.Namespace is null))
            AddNamespaces("Looks the namespace up of buckets whose routes name none.");
    }

    // The connector has no group: IAM knows it as a principal of its own kind, in its own compartment.
    private void AddConnector()
    {
        if (settings.ConnectorCompartment is not { } compartment)
            return;
        string connector =
            $"where all {{request.principal.type = 'serviceconnector', "
            + $"request.principal.compartment.id = {Literal("the connector's compartment", compartment)}}}";
        string place = In(compartment);
        statements.Add(
            new(
                $"allow service cloudEvents to use streams in {place}",
                [],
                "Lets the Events rule put events into the stream."
            )
        );
        foreach (
            (string what, string why) in new[]
            {
                ("{STREAM_READ, STREAM_CONSUME}", "Lets the connector read the stream."),
                ("use fn-function", "Lets the connector look the function up."),
                ("use fn-invocation", "Lets the connector invoke the function."),
            }
        )
            statements.Add(new($"allow any-user to {what} in {place} {connector}", [], why));
    }

    private string? Storage => settings.StorageCompartment ?? settings.Compartment;

    private string? Find(Route route, string what, PlacedTemplate? template, string key)
    {
        if (template is null)
        {
            if (settings.Configuration.Find(key) is { Length: > 0 } value)
                return value;
            problems.Add(
                $"route `{route.Name}` has no `{what}`, and the configuration no `{key}`; "
                    + $"write --config {key}=…, or `{what}` in the route"
            );
            return null;
        }

        FixedText text = FixedText.Of(route, what, template, settings.Configuration);
        if (text.Problem is { } problem)
            problems.Add(problem);
        return text.Value;
    }

    private ObjectPlace? Place(string key, string? text, bool mayBeElse)
    {
        if (string.IsNullOrEmpty(text) || (mayBeElse && !ObjectPlace.IsMeant(text)))
            return null;
        if (!ObjectPlace.TryParseTemplate(text, out ObjectPlace? place))
            problems.Add(
                $"{Codes.Configuration}: {key} is {Quote.Value(text)}; "
                    + "write oci://BUCKET@NAMESPACE/PREFIX or oci://BUCKET/PREFIX"
            );
        return place;
    }

    private void Add(
        string verb,
        string resource,
        string? compartment,
        string?[] conditions,
        ImmutableArray<string> routes,
        string comment
    )
    {
        string[] all = [.. conditions.OfType<string>()];
        string where = all.Length switch
        {
            0 => "",
            1 => $" where {all[0]}",
            _ => $" where all {{{string.Join(", ", all)}}}",
        };
        statements.Add(
            new($"allow dynamic-group {Group} to {verb} {resource} in {In(compartment)}{where}", routes, comment)
        );
    }

    private string Group =>
        (settings.Group.StartsWith("ocid1.", StringComparison.Ordinal) ? "id " : "")
        + Word("the group", settings.Group);

    private string In(string? compartment) =>
        compartment switch
        {
            null => "tenancy",
            _ when compartment.StartsWith("ocid1.", StringComparison.Ordinal) || ObjectPlace.IsVariable(compartment) =>
                "compartment id " + Word("the compartment", compartment),
            _ => "compartment " + Word("the compartment", compartment),
        };

    // Values come from configuration: none of them may end its quotes or its line and become a statement of its own.
    private string Literal(string what, string value, string wildcard = "")
    {
        if (value.Contains('\'', StringComparison.Ordinal) || HasUnsafe(value))
            problems.Add(
                $"{what} is {Quote.Value(value)}; a policy statement cannot hold a quote or a control "
                    + "character in a value"
            );
        if (value.Contains('*', StringComparison.Ordinal))
            problems.Add(
                $"{what} is {Quote.Value(value)}; in a policy statement `*` stands for any text, "
                    + "so that more would be allowed than the routes need; write the whole value"
            );
        return $"'{value}{wildcard}'";
    }

    private static bool HasUnsafe(string value) =>
        Enumerable.Range(0, value.Length).Any(at => Quote.IsUnsafe(value, at));

    private string Word(string what, string value)
    {
        if (
            !ObjectPlace.IsVariable(value)
            && (value.Length == 0 || value.Any(c => char.IsWhiteSpace(c) || c is '{' or '}') || HasUnsafe(value))
        )
            problems.Add($"{what} is {Quote.Value(value)}; a policy statement needs one word there");
        return value;
    }
}
