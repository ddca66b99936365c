using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpsBridge.Alerts.Intake;

/// <summary>An event that was read and yet cannot be stored, as a message for quarantine.</summary>
internal static class PoisonEvent
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Default, // everything unusual is escaped, so that the reason can be seen
    };

    /// <summary>Its parts as JSON.</summary>
    public static PoisonMessage Of(IncomingEvent e, string reason)
    {
        var shown = new
        {
            Action = e.Action.ToString(),
            e.Labels,
            e.Annotations,
            e.Summary,
            e.Detail,
            e.DedupKey,
            e.StartsAt,
            e.EndsAt,
            e.GeneratorUrl,
            e.Links,
        };
        return new PoisonMessage("event", reason, JsonSerializer.SerializeToUtf8Bytes(shown, s_json));
    }
}
