using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsBridge.Jobs;

/// <summary>How details of jobs are written as JSON.</summary>
public static class JobJson
{
    /// <summary>Camel case, enums as text, the kind first or anywhere.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true, // jsonb keeps no order
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
