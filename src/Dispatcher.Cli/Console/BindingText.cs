using System.Text.Json;

namespace Dispatcher.Cli.Console;

/// <summary>A binding as people read it: the value itself, without the service's wrapping.</summary>
internal static class BindingText
{
    /// <summary>The simple value; the key of a schema; else the JSON.</summary>
    public static string Short(JsonElement binding)
    {
        if (binding.TryGetProperty("simpleValue", out JsonElement simple))
            return simple.ValueKind == JsonValueKind.String ? simple.GetString()! : JsonText.Compact(simple.WriteTo);
        if (!binding.TryGetProperty("rootObjectValue", out JsonElement root))
            return JsonText.Compact(binding.WriteTo);
        bool isReference =
            root.ValueKind == JsonValueKind.Object
            && root.EnumerateObject().Count() == 2
            && root.TryGetProperty("modelType", out JsonElement type)
            && type.ValueEquals("SCHEMA")
            && root.TryGetProperty("key", out _);
        return isReference ? root.GetProperty("key").GetString()! : JsonText.Compact(root.WriteTo);
    }
}
