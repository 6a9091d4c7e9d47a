using System.Collections.Immutable;
using System.Text.Json;
using Dispatcher.Oci.Ports;
using Dispatcher.Oci.Wire;
using Dispatcher.Planning;

namespace Dispatcher.Oci.Clients;

/// <summary>Published tasks over HTTP.</summary>
internal sealed class HttpPublishedTasks(OciHttpClient client, IOciRequests requests) : IPublishedTasks
{
    public async Task<ServiceResult<PublishedTaskPage>> ListAsync(
        string workspace,
        string application,
        string? page,
        CancellationToken cancellationToken
    )
    {
        OciRequest list = requests.ListPublishedTasks(workspace, application, page);
        ServiceResult<OciAnswer> result = await client.SendAsync(list, cancellationToken).ConfigureAwait(false);
        if (!result.TryGet(out OciAnswer? answer))
            return result.Failure!;
        return PublishedDocument.Page(answer) is { } tasks
            ? tasks
            : Failures.Unreadable(list, answer, "is not a list of published objects");
    }
}

/// <summary>Reads the service's JSON for published objects.</summary>
internal static class PublishedDocument
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    public static PublishedTaskPage? Page(OciAnswer answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.Body, Deep);
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("items", out JsonElement items)
                || items.ValueKind != JsonValueKind.Array
            )
            {
                return null;
            }

            var tasks = new List<PublishedTask>(items.GetArrayLength());
            foreach (JsonElement item in items.EnumerateArray())
            {
                if (item.Text("key") is not { Length: > 0 } key)
                    return null;
                tasks.Add(
                    new(key, item.Text("name"), item.Text("modelType"), Parameters(item))
                    {
                        AggregatorKey = item.TryGetProperty("metadata", out JsonElement metadata)
                            ? metadata.Text("aggregatorKey")
                            : null,
                    }
                );
            }

            return new(tasks, answer.Header("opc-next-page"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Null means unknown: the answer may leave out the parameters of a task that has some.
    private static ImmutableArray<TaskParameter>? Parameters(JsonElement task)
    {
        if (!task.TryGetProperty("parameters", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            return null;
        var parameters = ImmutableArray.CreateBuilder<TaskParameter>(list.GetArrayLength());
        foreach (JsonElement parameter in list.EnumerateArray())
        {
            if (parameter.Text("name") is not { Length: > 0 } name)
                return null;
            string? type = Type(parameter);
            parameters.Add(new(name, ParameterKinds.Of(type), type, IsRequired(task, parameter, name)));
        }

        return parameters.DrainToImmutable();
    }

    // `type` is a string or an object with the name of a Java type. `typeName` is a shorter form of both.
    private static string? Type(JsonElement parameter)
    {
        string? type =
            parameter.TryGetProperty("type", out JsonElement value) && value.ValueKind == JsonValueKind.Object
                ? value.Text("javaTypeName")
                : parameter.Text("type");
        string? name = parameter.Text("typeName");
        return ParameterKinds.Of(name) != ParameterKind.Unknown ? name : type ?? name;
    }

    private static bool IsRequired(JsonElement task, JsonElement parameter, string name)
    {
        bool isInput = Flag(parameter, "isInput") ?? Flag(parameter, "isOutput") != true;
        return isInput
            && !Has(parameter, "defaultValue")
            && !Has(parameter, "rootObjectDefaultValue")
            && !IsSetInTheTask(task, name);
    }

    private static bool IsSetInTheTask(JsonElement task, string name) =>
        task.TryGetProperty("configProviderDelegate", out JsonElement provider)
        && provider.ValueKind == JsonValueKind.Object
        && provider.TryGetProperty("bindings", out JsonElement bindings)
        && bindings.ValueKind == JsonValueKind.Object
        && bindings.TryGetProperty(name, out JsonElement bound)
        && bound.ValueKind == JsonValueKind.Object
        && (Has(bound, "simpleValue") || Has(bound, "rootObjectValue"));

    private static bool Has(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    private static bool? Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;
}
