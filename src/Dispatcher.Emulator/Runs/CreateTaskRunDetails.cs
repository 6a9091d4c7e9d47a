using System.Text.Json;

namespace Dispatcher.Emulator.Runs;

/// <summary>The body of CreateTaskRun.</summary>
/// <remarks>It may be stricter than the service, so that mistakes are found: a member that the API does not define is
/// refused.</remarks>
internal sealed record CreateTaskRunDetails
{
    private const int MaxName = 1000;
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    private static readonly string[] Members =
    [
        "key",
        "modelType",
        "modelVersion",
        "name",
        "description",
        "identifier",
        "taskScheduleKey",
        "refTaskRunId",
        "reRunType",
        "stepId",
        "registryMetadata",
        "configProvider",
    ];

    public required string TaskKey { get; init; }

    public string? Name { get; init; }

    public string? Identifier { get; init; }

    public string? Description { get; init; }

    /// <summary>The member <c>configProvider</c> as JSON; empty when missing.</summary>
    public ReadOnlyMemory<byte> ConfigProvider { get; init; }

    /// <summary>Reads the body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="details">The values of the body.</param>
    /// <returns>The error's code and message when the body is refused, or null.</returns>
    public static (string Code, string Message)? Read(ReadOnlyMemory<byte> body, out CreateTaskRunDetails? details)
    {
        details = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Deep);
            return Read(document.RootElement, out details);
        }
        catch (JsonException failure)
        {
            return ("CannotParseRequest", $"The body is not JSON: {failure.Message}");
        }
    }

    private static (string Code, string Message)? Read(JsonElement body, out CreateTaskRunDetails? details)
    {
        details = null;
        if (body.ValueKind != JsonValueKind.Object)
            return ("CannotParseRequest", "The body is not a JSON object");
        if (Unknown(body, Members) is { } unknown)
            return ("CannotParseRequest", $"{unknown} is no member of CreateTaskRunDetails");
        if (NotText(body, "name", "description", "identifier") is { } notText)
            return ("CannotParseRequest", $"{notText} is not a string");
        if (Text(body, "name") is { Length: > MaxName })
            return ("InvalidParameter", "name is longer than 1000 characters");
        if (Text(body, "identifier") is { } identifier && !Identifiers.Valid(identifier))
            return (
                "InvalidParameter",
                "identifier must be upper-case letters, digits and _, and begin with a letter or _"
            );

        if (
            !body.TryGetProperty("registryMetadata", out JsonElement metadata)
            || metadata.ValueKind != JsonValueKind.Object
            || Text(metadata, "aggregatorKey") is not { Length: > 0 } taskKey
        )
        {
            return ("MissingParameter", "registryMetadata.aggregatorKey is missing");
        }

        bool isConfigured =
            body.TryGetProperty("configProvider", out JsonElement provider) && provider.ValueKind != JsonValueKind.Null;
        if (isConfigured && ProviderProblem(provider) is { } problem)
            return ("CannotParseRequest", problem);
        details = new()
        {
            TaskKey = taskKey,
            Name = Text(body, "name"),
            Identifier = Text(body, "identifier"),
            Description = Text(body, "description"),
            ConfigProvider = isConfigured ? System.Text.Encoding.UTF8.GetBytes(provider.GetRawText()) : default,
        };
        return null;
    }

    private static string? ProviderProblem(JsonElement provider)
    {
        if (provider.ValueKind != JsonValueKind.Object)
            return "configProvider is not an object";
        if (Unknown(provider, "bindings") is { } unknown)
            return $"{unknown} is no member of configProvider";
        if (!provider.TryGetProperty("bindings", out JsonElement bindings) || bindings.ValueKind == JsonValueKind.Null)
            return null;
        if (bindings.ValueKind != JsonValueKind.Object)
            return "configProvider.bindings is not an object";
        foreach (JsonProperty binding in bindings.EnumerateObject())
        {
            if (binding.Value.ValueKind != JsonValueKind.Object)
                return $"configProvider.bindings.{binding.Name} is not an object";
            if (Unknown(binding.Value, "simpleValue", "rootObjectValue") is { } wrong)
                return $"{wrong} is no member of configProvider.bindings.{binding.Name}";
        }

        return null;
    }

    private static string? Unknown(JsonElement element, params ReadOnlySpan<string> members)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!members.Contains(property.Name))
                return property.Name;
        }

        return null;
    }

    private static string? NotText(JsonElement element, params ReadOnlySpan<string> members)
    {
        foreach (string name in members)
        {
            if (
                element.TryGetProperty(name, out JsonElement value)
                && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)
            )
                return name;
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
