using System.Text;
using System.Text.Json;
using Dispatcher.Emulator.Wire;

namespace Dispatcher.Emulator.Runs;

/// <summary>Writes published objects in the service's JSON.</summary>
internal static class CatalogueJson
{
    private const string Seeded = "Seeded:/typeSystems/PLATFORM/dataTypes/";

    public static Answer Of(
        Page<(PublishedTask Task, long Sequence)> page,
        IReadOnlyCollection<string> fields,
        EmulatedApplication application
    ) => page.Answer((writer, entry) => Write(writer, entry.Task, fields.Count == 0 ? null : fields, application));

    private static void Write(
        Utf8JsonWriter json,
        PublishedTask task,
        IReadOnlyCollection<string>? fields,
        EmulatedApplication application
    )
    {
        var writer = new FieldWriter(json, fields);
        json.WriteStartObject();

        // Readers need the model type to read the other members, so it is written even when it is not among the
        // requested fields.
        writer.Text("modelType", task.Type, always: true);
        writer.Text("key", task.PublishedKey ?? task.Key, always: true);
        writer.Text("modelVersion", "20200430");
        writer.Text("name", task.ShownName);
        writer.Text("description", task.Description);
        writer.Number("objectVersion", 1);
        writer.Number("objectStatus", 1);
        writer.Text("identifier", task.ShownIdentifier);
        if (task.TellsParameters)
            WriteInterface(json, writer, task);
        writer.Flag("isConcurrentAllowed", true);
        if (writer.Wants("metadata"))
        {
            json.WriteStartObject("metadata");
            json.WriteString("aggregatorKey", task.Key);
            json.WriteString("identifierPath", $"{application.Name}/{task.ShownIdentifier}");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteInterface(Utf8JsonWriter json, FieldWriter writer, PublishedTask task)
    {
        if (writer.Wants("inputPorts"))
            WriteEmpty(json, "inputPorts");
        if (writer.Wants("outputPorts"))
            WriteEmpty(json, "outputPorts");
        if (!writer.Wants("parameters"))
            return;
        json.WriteStartArray("parameters");
        foreach (PublishedParameter parameter in task.Parameters)
            WriteParameter(json, parameter);
        json.WriteEndArray();
    }

    private static void WriteParameter(Utf8JsonWriter json, PublishedParameter parameter)
    {
        var writer = new FieldWriter(json, fields: null);
        json.WriteStartObject();
        writer.Text("modelType", "PARAMETER");
        writer.Text("modelVersion", "20200430");
        writer.Text("key", $"parameter:{parameter.Name}");
        writer.Text("name", parameter.Name);
        writer.Text("description", parameter.Description);
        if (parameter.IsObject)
        {
            json.WriteStartObject("type");
            json.WriteString("modelType", "JAVA_TYPE");
            json.WriteString("javaTypeName", parameter.TypeName);
            json.WriteEndObject();
        }
        else
        {
            writer.Text("type", Seeded + parameter.TypeName);
        }

        writer.Text("typeName", parameter.TypeName);
        writer.Raw(
            parameter.HasRootObjectDefault ? "rootObjectDefaultValue" : "defaultValue",
            parameter.DefaultJson is { } value ? Encoding.UTF8.GetBytes(value) : default
        );
        writer.Flag("isInput", parameter.IsInput);
        writer.Flag("isOutput", parameter.IsOutput);
        writer.Number("objectStatus", 1);
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }
}
