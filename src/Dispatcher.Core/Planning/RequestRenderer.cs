using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Diagnostics;
using Dispatcher.Events;
using Dispatcher.Routes;
using Dispatcher.Templates.Rendering;

namespace Dispatcher.Planning;

/// <summary>Renders a route that matched into the request of CreateTaskRun.</summary>
/// <remarks>routes-v1, "task" and "bindings".</remarks>
internal sealed class RequestRenderer
{
    private const int UsualValues = 2_048,
        LargestKept = 65_536;

    // A request is rendered by one thread from beginning to end.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    private readonly Route route;
    private readonly Configuration configuration;
    private readonly WorkBudget work;
    private readonly ImmutableArray<DispatchError>.Builder errors;
    private readonly TemplateModel model;
    private readonly GroupRun? group;

    private RequestRenderer(
        Route route,
        ImmutableArray<RouteVariable> vars,
        IReadOnlyDictionary<string, string?> groups,
        StorageEvent storageEvent,
        GroupRun? group,
        Configuration configuration,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    )
    {
        this.group = group;
        (this.route, this.configuration, this.work, this.errors) = (route, configuration, work, errors);
        TemplateModel With(IReadOnlyDictionary<string, string> vars) =>
            new()
            {
                Event = storageEvent,
                Group = group?.Facts,
                Configuration = configuration,
                Groups = groups,
                Vars = vars,
                RouteName = route.Name,
                RouteFile = route.File,
            };
        TemplateModel withoutVars = With(FrozenDictionary<string, string>.Empty);
        model = vars.IsEmpty ? withoutVars : With(RenderVars(vars, withoutVars));
    }

    /// <summary>The request, or null when something could not be rendered; every failure is added to
    /// <paramref name="errors"/>. When <paramref name="work"/> is spent afterwards, both mean nothing.</summary>
    public static TaskRunRequest? Render(
        Route route,
        RouteTask task,
        IReadOnlyDictionary<string, string?> groups,
        StorageEvent storageEvent,
        Configuration configuration,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    ) => Render(route, task, groups, storageEvent, group: null, configuration, work, errors);

    /// <summary>The request of a group's run; else as the other.</summary>
    /// <param name="route">A grouped route.</param>
    /// <param name="task">Its task.</param>
    /// <param name="storageEvent">An event of the bucket; the object in it does not count.</param>
    /// <param name="group">The group.</param>
    /// <param name="configuration">What templates see.</param>
    /// <param name="work">What it may cost.</param>
    /// <param name="errors">Where failures go.</param>
    public static TaskRunRequest? Render(
        Route route,
        RouteTask task,
        StorageEvent storageEvent,
        GroupRun group,
        Configuration configuration,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    ) => Render(route, task, FrozenDictionary<string, string?>.Empty, storageEvent, group, configuration, work, errors);

    /// <summary>A template over <c>groups</c>, <c>bucket</c> and <c>config</c>: the key of a group or of an
    /// expectation. Null when it could not be rendered; the failure is added to <paramref name="errors"/>.</summary>
    public static string? Key(
        Route route,
        string what,
        PlacedTemplate template,
        IReadOnlyDictionary<string, string?> groups,
        StorageEvent storageEvent,
        Configuration configuration,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    ) => new RequestRenderer(route, [], groups, storageEvent, null, configuration, work, errors).Text(what, template);

    private static TaskRunRequest? Render(
        Route route,
        RouteTask task,
        IReadOnlyDictionary<string, string?> groups,
        StorageEvent storageEvent,
        GroupRun? group,
        Configuration configuration,
        WorkBudget work,
        ImmutableArray<DispatchError>.Builder errors
    )
    {
        int before = errors.Count;
        var renderer = new RequestRenderer(
            route,
            route.UsedVars,
            groups,
            storageEvent,
            group,
            configuration,
            work,
            errors
        );
        TaskRunRequest? request = errors.Count == before ? renderer.Request(task, storageEvent) : null;
        return errors.Count == before ? request : null;
    }

    private TaskRunRequest? Request(RouteTask task, StorageEvent storageEvent)
    {
        string? key = Required("task.key", task.Key, configurationKey: null);
        string? workspace = Required("task.workspace", task.Workspace, "workspace_id");
        string? application = Required("task.application", task.Application, "application_key");
        string? name = task.Name is null ? null : Required("task.name", task.Name, configurationKey: null);
        string? description = task.Description is null ? null : Text("task.description", task.Description);

        RunIdentity identity = group is null
            ? RunIdentity.Of(storageEvent, route.Name, key ?? "")
            : RunIdentity.OfGroup(
                storageEvent.Namespace,
                storageEvent.Bucket,
                group.Facts.Key,
                group.Members,
                route.Name,
                key ?? ""
            );
        name ??= identity.NameFor(
            route.Name,
            group is null ? ObjectName.Of(storageEvent.ObjectName).Stem : group.Facts.Key
        );

        string identifier = identity.Identifier;
        ImmutableArray<ParameterBinding> bindings = Bindings();
        return key is null || workspace is null || application is null
            ? null
            : new TaskRunRequest
            {
                Route = route.Name,
                File = route.Position.File,
                Workspace = workspace,
                Application = application,
                TaskKey = key,
                Name = name,
                Description = description,
                Identifier = identifier,
                RetryToken = identity.RetryToken,
                Bindings = bindings,
                Body = TaskRunBody.Write(name, description, identifier, key, bindings),
                MaxRunning = route.MaxRunning,
                Writes = route.Writes is { } writes ? WrittenObject.Of(writes, bindings) : [],
            };
    }

    // All values are in one array, one after the other.
    private ImmutableArray<ParameterBinding> Bindings()
    {
        ArrayBufferWriter<byte> values = buffer ??= new ArrayBufferWriter<byte>(UsualValues);
        values.ResetWrittenCount();
        Span<int> ends = route.Bindings.Length <= 64 ? stackalloc int[64] : new int[route.Bindings.Length];
        using (var json = new Utf8JsonWriter(values, JsonFormat.Options))
        {
            for (int n = 0; n < route.Bindings.Length; n++)
            {
                WriteBinding(json, route.Bindings[n]);
                json.Flush();
                json.Reset();
                ends[n] = values.WrittenCount;
            }
        }

        ReadOnlyMemory<byte> written = values.WrittenSpan.ToArray();
        if (values.Capacity > LargestKept)
            buffer = null;
        var bindings = ImmutableArray.CreateBuilder<ParameterBinding>(route.Bindings.Length);
        for (int n = 0; n < route.Bindings.Length; n++)
        {
            RouteBinding binding = route.Bindings[n];
            int start = n == 0 ? 0 : ends[n - 1];
            // Nothing is written for an optional binding that renders to nothing.
            if (start < ends[n])
                bindings.Add(new(binding.Parameter, binding.Kind != BindingKind.Simple, written[start..ends[n]]));
        }

        return bindings.DrainToImmutable();
    }

    // Only what the route uses: a variable that the file's defaults share with other routes may need what this event
    // does not have.
    private Dictionary<string, string> RenderVars(ImmutableArray<RouteVariable> vars, TemplateModel withoutVars)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (RouteVariable variable in vars)
        {
            TemplateResult result = variable.Value.Template.Render(withoutVars, route.MaxLength, work);
            if (result.Value is { } value)
                values[variable.Name] = value;
            else if (result.Failure is { } failure)
                Fail($"vars.{variable.Name}", variable.Value, failure);
        }

        return values;
    }

    private string? Required(string what, PlacedTemplate? template, string? configurationKey)
    {
        string? value = template is null ? configuration.Find(configurationKey!) : Text(what, template);
        if (template is not null && value is null)
            return null;
        if (!string.IsNullOrEmpty(value))
            return value;
        Add(
            Codes.RenderTaskMissing,
            template is null
                ? $"`{what}` is missing; write it in the route or in `defaults.task`, "
                    + $"or set the configuration key `{configurationKey}`."
                : $"`{what}` renders to nothing ({template.Position}); it must have at least one character."
        );
        return null;
    }

    private string? Text(string what, PlacedTemplate placed)
    {
        TemplateResult result = placed.Template.Render(model, route.MaxLength, work);
        if (result.Failure is { } failure)
            Fail(what, placed, failure);
        return result.Value;
    }

    private void WriteBinding(Utf8JsonWriter json, RouteBinding binding)
    {
        if (binding.Optional && IsNothing(binding))
            return;
        switch (binding.Kind)
        {
            case BindingKind.Simple when binding.Type != BindingType.Text:
                WriteTyped(json, binding, ((BindingValue.Text)binding.Value).Template);
                break;
            case BindingKind.Simple:
            case BindingKind.Root:
                WriteValue(json, binding.Parameter, binding.Value);
                break;
            case BindingKind.Schema:
                WriteSchema(json, binding.Parameter, ((BindingValue.Text)binding.Value).Template);
                break;
        }
    }

    // A template that fails is something: its failure is reported where it is written.
    private bool IsNothing(RouteBinding binding) =>
        RouteTemplates
            .Of(binding.Value)
            .All(placed =>
                placed.Template.IsLiteral || placed.Template.Render(model, route.MaxLength, work).Value is ""
            );

    private void WriteTyped(Utf8JsonWriter json, RouteBinding binding, PlacedTemplate template)
    {
        string? text = Text($"bindings.{binding.Parameter}", template);
        if (text is not null && binding.Type.Accepts(text))
        {
            WriteJson(json, text);
            return;
        }

        json.WriteNullValue();
        if (text is not null)
            Add(
                Codes.RenderType,
                $"`bindings.{binding.Parameter}` renders to {Quote.Value(text)} ({template.Position}), "
                    + $"which is not {binding.Type.Description()}; {binding.Type.Advice()}."
            );
    }

    // Every digit stays as it is; white space goes, because a body has none.
    private static void WriteJson(Utf8JsonWriter json, string text)
    {
        using var document = JsonDocument.Parse(text);
        document.RootElement.WriteTo(json);
    }

    private void WriteSchema(Utf8JsonWriter json, string parameter, PlacedTemplate template)
    {
        string? text = Text($"bindings.{parameter}", template);
        if (text is not null && !ParameterValue.IsSchema(text))
        {
            Add(
                Codes.RenderSchema,
                $"`bindings.{parameter}` renders to {Quote.Value(text)} ({template.Position}); "
                    + "a schema is CONNECTION/SCHEMA, each half one segment without `/`."
            );
        }

        ParameterValue.WriteSchema(json, text ?? "");
    }

    private void WriteValue(Utf8JsonWriter json, string parameter, BindingValue value)
    {
        switch (value)
        {
            case BindingValue.Text text:
                json.WriteStringValue(Text($"bindings.{parameter}", text.Template) ?? "");
                break;
            case BindingValue.Literal literal:
                json.WriteRawValue(literal.Json);
                break;
            case BindingValue.List list:
                json.WriteStartArray();
                foreach (BindingValue item in list.Items)
                    WriteValue(json, parameter, item);
                json.WriteEndArray();
                break;
            case BindingValue.Map map:
                json.WriteStartObject();
                foreach ((string key, BindingValue member) in map.Members)
                {
                    json.WritePropertyName(key);
                    WriteValue(json, parameter, member);
                }

                json.WriteEndObject();
                break;
        }
    }

    private void Fail(string what, PlacedTemplate placed, TemplateFailure failure) =>
        Add(failure.Code, $"`{what}` ({placed.Position}): {failure.Message}");

    private void Add(string code, string message)
    {
        string owner = route.Owner is { } name ? $" Owner: {Quote.Line(name)}." : "";
        errors.Add(new DispatchError(code, route.Name, message.TrimEnd('.') + "." + owner, Retryable: false));
    }
}
