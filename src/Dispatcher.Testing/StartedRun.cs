using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Planning;

namespace Dispatcher.Testing;

/// <summary>A task run that an event starts, and the assertions about its request. Each returns the run
/// again.</summary>
[StackTraceHidden]
public sealed class StartedRun
{
    private readonly Func<string, StartedRun> another;
    private readonly string asked;

    internal StartedRun(TaskRunRequest request, Func<string, StartedRun> another, string asked) =>
        (Request, this.another, this.asked) = (request, another, asked);

    /// <summary>The request, as it is sent.</summary>
    public TaskRunRequest Request { get; }

    /// <summary>The run is of the published task with this key.</summary>
    /// <exception cref="RouteAssertionException">It is of another.</exception>
    public StartedRun WithTaskKey(string key) => Text("the task's key", key, Request.TaskKey);

    /// <summary>The run is created in the workspace with this OCID.</summary>
    /// <exception cref="RouteAssertionException">It is created in another.</exception>
    public StartedRun InWorkspace(string workspace) => Text("the workspace", workspace, Request.Workspace);

    /// <summary>The run is created in the application with this key.</summary>
    /// <exception cref="RouteAssertionException">It is created in another.</exception>
    public StartedRun InApplication(string application) => Text("the application", application, Request.Application);

    /// <summary>The run has this name.</summary>
    /// <exception cref="RouteAssertionException">It has another.</exception>
    public StartedRun WithName(string name) => Text("the run's name", name, Request.Name);

    /// <summary>The run has this description.</summary>
    /// <exception cref="RouteAssertionException">It has another, or none.</exception>
    public StartedRun WithDescription(string description) =>
        Text("the run's description", description, Request.Description);

    /// <summary>The parameter is bound to this simple value; null is the JSON null.</summary>
    /// <exception cref="RouteAssertionException">It is not bound, or to something else.</exception>
    public StartedRun WithBinding(string parameter, string? value) =>
        Simple(parameter, value is null ? "null" : Json.Text(value));

    /// <inheritdoc cref="WithBinding(string, string?)"/>
    public StartedRun WithBinding(string parameter, decimal value) =>
        Simple(parameter, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="WithBinding(string, string?)"/>
    public StartedRun WithBinding(string parameter, bool value) => Simple(parameter, value ? "true" : "false");

    /// <summary>The parameter is bound to a schema of a connection: what a route writes as <c>{ schema:
    /// CONNECTION/SCHEMA }</c>.</summary>
    /// <exception cref="RouteAssertionException">It is not bound, or to something else.</exception>
    public StartedRun WithSchemaBinding(string parameter, string connectionAndSchema) =>
        Binding(
            parameter,
            "{\"rootObjectValue\":{\"modelType\":\"SCHEMA\",\"key\":"
                + Json.Text("dataref:" + connectionAndSchema)
                + "}}"
        );

    /// <summary>The parameter is bound to this ParameterValue of the service, such as <c>{"rootObjectValue": {…}}</c>.
    /// The order of members does not matter.</summary>
    /// <exception cref="RouteAssertionException">It is not bound, or to something else.</exception>
    public StartedRun WithBindingJson(string parameter, string json) => Binding(parameter, json);

    /// <summary>The parameters bound are exactly these: a JSON object of parameter names and ParameterValues. The order
    /// of members does not matter.</summary>
    /// <exception cref="RouteAssertionException">One is missing, differs, or is bound beside them.</exception>
    public StartedRun WithBindings(string json) =>
        Same("bindings", Json.Parse(json, "bindings"), Body().GetProperty("configProvider").GetProperty("bindings"));

    /// <summary>The parameter is not bound.</summary>
    /// <exception cref="RouteAssertionException">It is.</exception>
    public StartedRun WithoutBinding(string parameter) =>
        Bound(parameter) is { } bound
            ? throw Failure($"\n  bindings.{parameter}: not expected, but it is {bound.GetRawText()}")
            : this;

    /// <summary>The whole body of CreateTaskRun equals this JSON, field for field. The order of members does not
    /// matter.</summary>
    /// <exception cref="RouteAssertionException">A field is missing, differs, or is there beside them.</exception>
    public StartedRun WithRequest(string json) => Same("request", Json.Parse(json, "request"), Body());

    /// <summary>Another run that the same event, or the same objects, start.</summary>
    /// <param name="route">Its route's name.</param>
    /// <exception cref="RouteAssertionException">It is not started.</exception>
    public StartedRun And(string route) => another(route);

    private StartedRun Simple(string parameter, string json) => Binding(parameter, "{\"simpleValue\":" + json + "}");

    private StartedRun Binding(string parameter, string json)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        JsonElement wanted = Json.Parse(json, "binding");
        if (Bound(parameter) is { } bound)
            return Same($"bindings.{parameter}", wanted, bound);
        string[] names = [.. Request.Bindings.Select(binding => binding.Name)];
        string otherwise = names.Length == 0 ? "the route binds nothing" : $"bound are {Wording.Routes(names)}";
        throw Failure(
            $"\n  bindings.{parameter}: expected {wanted.GetRawText()}, but it is not bound; "
                + $"{Suggestion.Hint(parameter, names, otherwise)}"
        );
    }

    private JsonElement? Bound(string parameter) =>
        Request.Bindings.FirstOrDefault(binding => binding.Name == parameter)?.ToParameterValue();

    // Only for assertions about the whole body, which compare it as it is sent.
    private JsonElement Body()
    {
        var reader = new Utf8JsonReader(Request.Body.Span);
        return JsonElement.ParseValue(ref reader);
    }

    private StartedRun Text(string what, string wanted, string? actual) =>
        wanted == actual
            ? this
            : throw Failure(DifferenceText.Line(what, Json.Text(wanted), actual is null ? null : Json.Text(actual)));

    private StartedRun Same(string path, JsonElement wanted, JsonElement actual)
    {
        string differences = DifferenceText.Between(path, wanted, actual);
        return differences.Length == 0 ? this : throw Failure(differences);
    }

    private RouteAssertionException Failure(string differences) =>
        new($"The run of `{Request.Route}` ({Request.File}) is not the expected one, for {asked}:{differences}");
}
