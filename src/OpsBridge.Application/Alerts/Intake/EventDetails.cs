using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsBridge.Alerts.Intake;

/// <summary>What only some wire formats have: the column <c>more</c> of the history of events.</summary>
internal sealed record EventDetails
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    public AlertSeverity? Severity { get; init; }

    public string? Summary { get; init; }

    public string? Detail { get; init; }

    public string? DedupKey { get; init; }

    public bool HoldsUntilResolved { get; init; }

    public string? GeneratorUrl { get; init; }

    public IReadOnlyList<AlertLink>? Links { get; init; }

    /// <summary>The JSON; null where the event has nothing of it.</summary>
    public static string? Write(IncomingEvent e)
    {
        if (e is { Severity: null, Summary: null, Detail: null, DedupKey: null, HoldsUntilResolved: false, GeneratorUrl: null, Links.Count: 0 })
        {
            return null;
        }

        var details = new EventDetails
        {
            Severity = e.Severity,
            Summary = e.Summary,
            Detail = e.Detail,
            DedupKey = e.DedupKey,
            HoldsUntilResolved = e.HoldsUntilResolved,
            GeneratorUrl = e.GeneratorUrl,
            Links = e.Links.Count == 0 ? null : e.Links,
        };
        return JsonSerializer.Serialize(details, s_json);
    }

    /// <summary>An event with what the JSON says.</summary>
    public static IncomingEvent Read(IncomingEvent e, string? json)
    {
        if (json is null || JsonSerializer.Deserialize<EventDetails>(json, s_json) is not { } details)
        {
            return e;
        }

        return e with
        {
            Severity = details.Severity,
            Summary = details.Summary,
            Detail = details.Detail,
            DedupKey = details.DedupKey,
            HoldsUntilResolved = details.HoldsUntilResolved,
            GeneratorUrl = details.GeneratorUrl,
            Links = details.Links ?? [],
        };
    }
}
