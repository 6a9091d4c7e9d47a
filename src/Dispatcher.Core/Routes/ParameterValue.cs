using System.Text.Json;

namespace Dispatcher.Routes;

/// <summary>The service's ParameterValue: how a binding is sent.</summary>
/// <remarks>routes-v1, "bindings".</remarks>
internal static class ParameterValue
{
    /// <summary>The member that carries a value as it is.</summary>
    public const string Simple = "simpleValue";

    /// <summary>The member that carries an object of the service's model.</summary>
    public const string Root = "rootObjectValue";

    /// <summary>Whether the text is <c>CONNECTION/SCHEMA</c>, each half exactly one segment.</summary>
    public static bool IsSchema(string text)
    {
        int slash = text.IndexOf('/');
        return slash > 0
            && slash < text.Length - 1
            && text.LastIndexOf('/') == slash
            && text[..slash] is not ("." or "..")
            && text[(slash + 1)..] is not ("." or "..");
    }

    /// <summary>Writes a schema as a <c>rootObjectValue</c> has it: <c>{"modelType": "SCHEMA", "key":
    /// "dataref:…"}</c>.</summary>
    public static void WriteSchema(Utf8JsonWriter json, string connectionAndSchema)
    {
        json.WriteStartObject();
        json.WriteString("modelType", "SCHEMA");
        json.WriteString("key", "dataref:" + connectionAndSchema);
        json.WriteEndObject();
    }
}
