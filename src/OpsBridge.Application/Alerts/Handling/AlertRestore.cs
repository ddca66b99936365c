using System.Text.Json;

namespace OpsBridge.Alerts.Handling;

/// <summary>What Undo puts back: everything that an operator's step may change, as it was before.</summary>
internal sealed record AlertRestore(
    AlertState State,
    AlertSeverity Severity,
    AlertSeverity ReportedSeverity,
    Guid? OwnerId,
    string? OwnerName,
    Acknowledgement? Acknowledgement,
    AlertShelf? Shelf,
    DateTimeOffset? ClearedAt,
    AlertEnding? Ending,
    DateTimeOffset? FlappingSince,
    DateTimeOffset? HeldClearAt,
    string? LastNote)
{
    public static AlertRestore Of(Alert alert) => new(
        alert.State,
        alert.Severity,
        alert.ReportedSeverity,
        alert.OwnerId,
        alert.OwnerName,
        alert.Acknowledgement,
        alert.Shelf,
        alert.ClearedAt,
        alert.Ending,
        alert.FlappingSince,
        alert.HeldClearAt,
        alert.LastNote);

    public static AlertRestore Read(string json) => JsonSerializer.Deserialize<AlertRestore>(json)!;

    public string Write() => JsonSerializer.Serialize(this);
}
