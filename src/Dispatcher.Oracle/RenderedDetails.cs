using System.Text;
using Newtonsoft.Json;
using Oci.DataintegrationService.Models;

namespace Dispatcher.Oracle;

/// <summary>A body of CreateTaskRun that is rendered already, as the SDK's own type: its serialiser writes the text as
/// it is.</summary>
/// <remarks>Filling in the SDK's members would mean reading the document again, and then writing <c>1.50</c> as
/// <c>1.5</c> and dropping every null.</remarks>
[JsonConverter(typeof(AsItIs))]
internal sealed class RenderedDetails(ReadOnlyMemory<byte> body) : CreateTaskRunDetails
{
    private string Text { get; } = Encoding.UTF8.GetString(body.Span);

    private sealed class AsItIs : JsonConverter<RenderedDetails>
    {
        public override bool CanRead => false;

        public override void WriteJson(JsonWriter writer, RenderedDetails? value, JsonSerializer serializer) =>
            writer.WriteRawValue(value?.Text);

        public override RenderedDetails ReadJson(
            JsonReader reader,
            Type objectType,
            RenderedDetails? existingValue,
            bool hasExistingValue,
            JsonSerializer serializer
        ) => throw new NotSupportedException("A request's body is only written.");
    }
}
