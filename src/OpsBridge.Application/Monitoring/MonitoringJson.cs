using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsBridge.Monitoring;

/// <summary>How settings and thresholds are written as JSON, in the database and in the API.</summary>
public static class MonitoringJson
{
    /// <summary>Camel case, enums and ranges as text, the kind first or anywhere.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };
        Configure(options);
        return options;
    }

    /// <summary>Adds the converters to options of somebody else, for example the API's.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new RangeConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)); // read in any case
    }

    /// <summary>A range as its text, for example <c>"10:20"</c>.</summary>
    private sealed class RangeConverter : JsonConverter<NagiosRange>
    {
        public override NagiosRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            return NagiosRange.TryParse(text, out var range, out var error) ? range! : throw new JsonException($"\"{text}\" is not a range: {error}");
        }

        public override void Write(Utf8JsonWriter writer, NagiosRange value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
