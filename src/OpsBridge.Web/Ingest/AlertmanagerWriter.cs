using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>Writes alerts as Alertmanager does (api/v2/openapi.yaml, <c>gettableAlerts</c> and <c>alertGroups</c>), straight into the answer.</summary>
/// <param name="output">Where to write.</param>
/// <param name="now">For alerts without an end: they are shown to end when <see cref="ResolveTimeout"/> has passed.</param>
internal sealed class AlertmanagerWriter(PipeWriter output, DateTimeOffset now) : IAsyncDisposable
{
    /// <summary>What the shown configuration says.</summary>
    public static readonly TimeSpan ResolveTimeout = TimeSpan.FromMinutes(5);

    private const int FlushAt = 64 * 1024;
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes a list of alerts.</summary>
    public async Task WriteAsync(IEnumerable<AlertmanagerAlert> alerts, CancellationToken ct)
    {
        _json.WriteStartArray();
        foreach (var alert in alerts)
        {
            Write(alert);
            await FlushWhenFullAsync(ct);
        }

        _json.WriteEndArray();
        await _json.FlushAsync(ct);
    }

    /// <summary>Writes groups: alerts of one name stand together.</summary>
    public async Task WriteGroupsAsync(IEnumerable<AlertmanagerAlert> alerts, CancellationToken ct)
    {
        _json.WriteStartArray();
        foreach (var group in alerts.GroupBy(a => a.Row.Labels[AlertmanagerStatus.GroupBy] ?? "", StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            _json.WriteStartObject();
            Write("labels"u8, Labels.Of((AlertmanagerStatus.GroupBy, group.Key)));
            Write("routeLabels"u8, Labels.Empty);
            _json.WriteStartObject("receiver"u8);
            _json.WriteString("name"u8, AlertmanagerAlert.Receiver);
            _json.WriteEndObject();
            _json.WriteStartArray("alerts"u8);
            foreach (var alert in group)
            {
                Write(alert);
                await FlushWhenFullAsync(ct);
            }

            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        await _json.FlushAsync(ct);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _json.DisposeAsync();

    /// <summary>A time as Alertmanager writes it: UTC with milliseconds.</summary>
    public static string Print(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Write(AlertmanagerAlert alert)
    {
        var row = alert.Row;
        _json.WriteStartObject();
        Write("annotations"u8, row.Annotations);
        _json.WriteString("endsAt"u8, Print(row.EndsAt ?? now + ResolveTimeout));
        _json.WriteString("fingerprint"u8, AlertmanagerFingerprint.Print(alert.Fingerprint));
        _json.WriteStartArray("receivers"u8);
        _json.WriteStartObject();
        _json.WriteString("name"u8, AlertmanagerAlert.Receiver);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteString("startsAt"u8, Print(row.StartsAt));
        _json.WriteStartObject("status"u8);
        _json.WriteString("state"u8, alert.Suppressed ? "suppressed" : "active");
        Write("silencedBy"u8, alert.SilencedBy);
        Write("inhibitedBy"u8, alert.InhibitedBy);
        Write("mutedBy"u8, alert.MutedBy);
        _json.WriteEndObject();
        _json.WriteString("updatedAt"u8, Print(row.LastSeenAt));
        if (row.GeneratorUrl is { } url)
        {
            _json.WriteString("generatorURL"u8, url);
        }

        Write("labels"u8, row.Labels);
        _json.WriteEndObject();
    }

    private void Write(ReadOnlySpan<byte> name, Labels labels)
    {
        _json.WriteStartObject(name);
        foreach (var (label, value) in labels)
        {
            _json.WriteString(label, value);
        }

        _json.WriteEndObject();
    }

    private void Write(ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        _json.WriteStartArray(name);
        foreach (var text in texts)
        {
            _json.WriteStringValue(text);
        }

        _json.WriteEndArray();
    }

    private async ValueTask FlushWhenFullAsync(CancellationToken ct)
    {
        if (_json.BytesPending > FlushAt)
        {
            _json.Flush();
            await output.FlushAsync(ct);
        }
    }
}
