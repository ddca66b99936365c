using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsBridge.Kernel;

/// <summary>A label set as a JSON object of strings, names in order.</summary>
internal sealed class LabelsJson : JsonConverter<Labels>
{
    public override Labels Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Labels.From(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? throw new JsonException("null is not a label set"));

    public override void Write(Utf8JsonWriter writer, Labels value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value)
        {
            writer.WriteString(name, text);
        }

        writer.WriteEndObject();
    }
}
