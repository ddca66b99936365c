using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.LogBook;

namespace OpsBridge.Alerts;

/// <summary>Pins alerts to the log book.</summary>
internal sealed class AlertPins : IPinSource
{
    /// <inheritdoc />
    public string Kind => "alert";

    /// <inheritdoc />
    public string Permission => Permissions.ViewAlerts;

    /// <inheritdoc />
    public async Task<PinSnapshot?> TakeAsync(OpsDbContext db, string key, DateTimeOffset now, CancellationToken ct)
    {
        if (!long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || await db.Set<Alert>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } alert)
        {
            return null;
        }

        var asset = await db.Set<Asset>().Where(a => a.Id == alert.AssetId).Select(a => a.Name).SingleOrDefaultAsync(ct);
        return new PinSnapshot(Kind, key, alert.Summary, $"/alerts/{key}", now)
        {
            Severity = alert.Severity.ToString(),
            AssetId = alert.AssetId,
            Facts = [.. Facts(alert, asset)],
        };
    }

    private static IEnumerable<PinFact> Facts(Alert alert, string? asset)
    {
        (string Name, string? Value)[] facts =
        [
            ("State", alert.State.ToString()),
            ("Asset", asset),
            ("Owner", alert.OwnerName ?? "nobody"),
            ("Raised", Time(alert.RaisedAt)),
            ("Last seen", Time(alert.LastSeenAt)),
            ("Cleared", alert.ClearedAt is { } cleared ? Time(cleared) : null),
            ("Reports", alert.Count.ToString(CultureInfo.InvariantCulture)),
            ("Acknowledged", alert.Acknowledgement is { } ack ? $"{ack.By}, {Time(ack.At)}" : null),
            ("Source", alert.Source),
            ("Note", alert.LastNote),
            ("Labels", string.Join(", ", alert.Labels.Select(l => $"{l.Key}={l.Value}"))),
            ("Detail", alert.Detail),
        ];
        return from fact in facts where !string.IsNullOrEmpty(fact.Value) select new PinFact(fact.Name, fact.Value!);
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
