using System.Text.Json;
using System.Text.Json.Serialization;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.History;

/// <summary>Alerts as one JSON array.</summary>
internal sealed class AlertJson(Stream output) : IAlertFile
{
    private const int FlushAt = 64 * 1024;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly Utf8JsonWriter _writer = new(output);
    private bool _begun;

    /// <inheritdoc />
    public async Task WriteAsync(ExportedAlert row, CancellationToken ct)
    {
        Begin();
        JsonSerializer.Serialize(_writer, Line.Of(row), s_options);
        if (_writer.BytesPending > FlushAt)
        {
            await _writer.FlushAsync(ct);
        }
    }

    /// <inheritdoc />
    public async Task EndAsync(CancellationToken ct)
    {
        Begin();
        _writer.WriteEndArray();
        await _writer.FlushAsync(ct);
    }

    /// <summary>Writes the rest. An array that broke off has no end, so that nobody takes it for whole.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Begin()
    {
        if (!_begun)
        {
            _begun = true;
            _writer.WriteStartArray();
        }
    }

    private sealed record Line(
        long Id,
        AlertSeverity Severity,
        AlertState State,
        string Summary,
        string? Detail,
        string Source,
        string? Asset,
        string? Site,
        string? Owner,
        DateTimeOffset RaisedAt,
        AlertSeverity RaisedSeverity,
        DateTimeOffset StartsAt,
        DateTimeOffset LastSeenAt,
        DateTimeOffset? ClearedAt,
        DateTimeOffset? ClosedAt,
        AlertEnding? Ending,
        int Count,
        Acknowledgement? Acknowledgement,
        AlertShelf? Shelf,
        DateTimeOffset? FlappingSince,
        long? CauseId,
        Labels Labels,
        Labels Annotations,
        IReadOnlyList<AlertLink> Links,
        IReadOnlyList<ExportedNote> Notes,
        string Fingerprint)
    {
        public static Line Of(ExportedAlert row)
        {
            var a = row.Alert;
            return new(
                a.Id, a.Severity, a.State, a.Summary, a.Detail, a.Source, row.Asset, row.Site, a.OwnerName, a.RaisedAt, a.RaisedSeverity, a.StartsAt,
                a.LastSeenAt, a.ClearedAt, a.ClosedAt, a.Ending, a.Count, a.Acknowledgement, a.Shelf, a.FlappingSince, a.CauseId, a.Labels,
                a.Annotations, a.Links, row.Notes, a.Fingerprint);
        }
    }
}
