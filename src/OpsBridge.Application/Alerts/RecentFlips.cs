using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Alerts;

/// <summary>
/// Raises and clears that a condition had lately as an alert that is closed by now: one that is acknowledged each time and
/// comes again flaps just as well as one that nobody touches.
/// </summary>
public static class RecentFlips
{
    /// <summary>By fingerprint, for those whose last alert closed after <paramref name="since"/>.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>> ReadAsync(
        OpsDbContext db, string[] fingerprints, DateTimeOffset since, CancellationToken ct)
    {
        if (fingerprints.Length == 0)
        {
            return new Dictionary<string, IReadOnlyList<DateTimeOffset>>(StringComparer.Ordinal);
        }

        var rows = await db.Set<Alert>().AsNoTracking()
            .Where(a => fingerprints.Contains(a.Fingerprint) && a.State == AlertState.Closed && a.ClosedAt > since)
            .Select(a => new { a.Fingerprint, a.Id, a.Flips })
            .ToListAsync(ct);
        return rows.GroupBy(r => r.Fingerprint, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Id)!.Flips, StringComparer.Ordinal);
    }
}
