using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dispatcher.Planning;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Oci.Common.Utils;
using Oci.DataintegrationService.Models;
using JsonProperty = Newtonsoft.Json.Serialization.JsonProperty;
using JsonSerializer = Newtonsoft.Json.JsonSerializer;
using ParameterValue = Oci.DataintegrationService.Models.ParameterValue;

namespace Dispatcher.Oracle;

/// <summary>A planned run as the SDK's details of CreateTaskRun, and those as JSON.</summary>
internal static class TaskRunDetails
{
    private static readonly JsonSerializer Serializer = JsonSerializer.Create(
        new() { ContractResolver = new PlannedOrder(), NullValueHandling = NullValueHandling.Ignore }
    );

    /// <summary>The SDK's model with all values. A value is JSON text, which the SDK's serializer writes unchanged.
    /// Parsing it would change <c>1.50</c> to <c>1.5</c> and drop nulls.</summary>
    public static CreateTaskRunDetails Of(TaskRunRequest request) =>
        new()
        {
            Name = request.Name,
            Description = request.Description,
            Identifier = request.Identifier,
            RegistryMetadata = new RegistryMetadata { AggregatorKey = request.TaskKey },
            ConfigProvider = new CreateConfigProvider
            {
                Bindings = request.Bindings.ToDictionary(binding => binding.Name, Value),
            },
        };

    /// <summary>The same bytes as in a dry run: the same order of members, and the same characters escaped.</summary>
    public static byte[] Write(CreateTaskRunDetails details)
    {
        var bytes = new MemoryStream(2_048);
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
        using (var json = new PlannedText(text))
            Serializer.Serialize(json, details);
        return bytes.ToArray();
    }

    private static ParameterValue Value(ParameterBinding binding)
    {
        var json = new JRaw(Encoding.UTF8.GetString(binding.Json.Span));
        return binding.IsObject
            ? new ParameterValue { RootObjectValue = json }
            : new ParameterValue { SimpleValue = json };
    }

    // The SDK's own resolver, but for the order of members.
    private sealed class PlannedOrder : CustomResolver
    {
        private static readonly string[] First =
        [
            "name",
            "description",
            "identifier",
            "registryMetadata",
            "configProvider",
        ];

        protected override IList<JsonProperty> CreateProperties(Type type, MemberSerialization memberSerialization) =>
            [
                .. base.CreateProperties(type, memberSerialization)
                    .OrderBy(property =>
                        Array.IndexOf(First, property.PropertyName) is >= 0 and var place ? place : First.Length
                    ),
            ];
    }

    private sealed class PlannedText(TextWriter text) : JsonTextWriter(text)
    {
        public override void WriteValue(string? value)
        {
            if (value is null)
                WriteNull();
            else
                WriteRawValue($"\"{Encode(value)}\"");
        }

        public override void WritePropertyName(string name, bool escape)
        {
            base.WritePropertyName(Encode(name), escape: false);
        }

        private static string Encode(string value) =>
            JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
    }
}
