using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.History;

/// <summary>Alerts as one JSON array.</summary>
internal sealed class AlertJson(Stream output) : IAlertFile
{
    private const int FlushAt = 64 * 1024;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    // The serializer flushes its writer synchronously, which a response over HTTP refuses: it gets a buffer, and the buffer is sent.
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushAt);
    private Utf8JsonWriter? _writer;

    /// <inheritdoc />
    public async Task WriteAsync(ExportedAlert row, CancellationToken ct)
    {
        JsonSerializer.Serialize(Writer, Line.Of(row), s_options);
        if (_buffer.WrittenCount > FlushAt)
        {
            await SendAsync(ct);
        }
    }

    /// <inheritdoc />
    public async Task EndAsync(CancellationToken ct)
    {
        Writer.WriteEndArray();
        await Writer.FlushAsync(ct);
        await SendAsync(ct);
    }

    /// <summary>Sends nothing more: an array that broke off has no end, so that nobody takes it for whole.</summary>
    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Utf8JsonWriter Writer => _writer ??= Begun();

    private Utf8JsonWriter Begun()
    {
        var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartArray();
        return writer;
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await output.WriteAsync(_buffer.WrittenMemory, ct);
        _buffer.ResetWrittenCount();
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
