using System.Text.Json.Serialization;

namespace OpsBridge.Simulator;

/// <summary>One alert as <c>POST /api/v2/alerts</c> takes it (Alertmanager v2, api/v2/openapi.yaml, <c>postableAlert</c>).</summary>
/// <param name="Labels">What identifies it.</param>
/// <param name="Annotations">Words for people.</param>
/// <param name="StartsAt">Since when it fires (UTC).</param>
/// <param name="EndsAt">When it ended, or until when it holds without being sent again (UTC).</param>
/// <param name="GeneratorUrl">Where the cause can be looked at.</param>
internal sealed record OutsideAlert(
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    [property: JsonPropertyName("generatorURL")] Uri GeneratorUrl);
