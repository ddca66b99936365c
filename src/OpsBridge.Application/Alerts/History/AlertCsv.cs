using System.Globalization;
using CsvHelper;
using OpsBridge.Assets;
using OpsBridge.Csv;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.History;

/// <summary>Alerts as CSV that spreadsheets open without running anything.</summary>
internal sealed class AlertCsv : IAlertFile
{
    /// <summary>Names of the columns, in order.</summary>
    public static readonly string[] Columns =
    [
        "id", "severity", "state", "summary", "source", "asset", "site", "owner", "raised_at", "starts_at", "last_seen_at", "cleared_at", "closed_at",
        "ending", "count", "raised_severity", "acknowledged_by", "acknowledged_at", "acknowledged_for", "acknowledged_until", "acknowledged_note",
        "shelved_by", "shelved_until", "shelved_reason", "flapping_since", "cause_id", "labels", "notes", "links", "detail", "fingerprint",
    ];

    // Without a byte order mark spreadsheets take UTF-8 for the local code page.
    private static readonly CsvWriterOptions s_options = new() { WriteByteOrderMark = true };

    private readonly CsvWriter _csv;

    private AlertCsv(CsvWriter csv) => _csv = csv;

    /// <summary>Begins with the names of the columns. The stream stays open.</summary>
    public static async Task<IAlertFile> CreateAsync(Stream output, CancellationToken ct)
    {
        var file = new AlertCsv(CsvWriter.Create(output, s_options, leaveOpen: true));
        await file._csv.WriteRecordAsync(Columns, ct);
        return file;
    }

    /// <inheritdoc />
    public async Task WriteAsync(ExportedAlert row, CancellationToken ct)
    {
        var a = row.Alert;
        string[] cells =
        [
            Number(a.Id), a.Severity.ToString(), a.State.ToString(), a.Summary, a.Source, row.Asset ?? "", row.Site ?? "", a.OwnerName ?? "",
            Time(a.RaisedAt), Time(a.StartsAt), Time(a.LastSeenAt), Time(a.ClearedAt), Time(a.ClosedAt),
            a.Ending?.ToString() ?? "", Number(a.Count), a.RaisedSeverity.ToString(),
            a.Acknowledgement?.By ?? "", Time(a.Acknowledgement?.At), a.Acknowledgement?.Kind.ToString() ?? "", Time(a.Acknowledgement?.Until), a.Acknowledgement?.Note ?? "",
            a.Shelf?.By ?? "", Time(a.Shelf?.Until), a.Shelf?.Reason ?? "", Time(a.FlappingSince), a.CauseId is { } cause ? Number(cause) : "",
            AssetCells.OfTags(a.Labels), string.Join('\n', row.Notes.Select(n => $"{Time(n.At)} {n.By}: {n.Text}")),
            string.Join('\n', a.Links.Select(l => $"{l.Text} {l.Href}")), a.Detail ?? "", a.Fingerprint,
        ];
        await _csv.WriteRecordAsync(Array.ConvertAll(cells, CsvCells.Guard), ct);
    }

    /// <inheritdoc />
    public Task EndAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Writes the rest.</summary>
    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";
}
