using System.Globalization;
using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Backups;

/// <summary>Which copies of a job may go. Rules add up: a copy that one of them keeps stays, and the last good one always stays.</summary>
internal static class RetentionRule
{
    /// <summary>The copies that no rule keeps.</summary>
    /// <param name="copies">All copies of the job; those being made or deleted do not count.</param>
    /// <param name="policy">The rules.</param>
    /// <param name="now">Now (UTC).</param>
    public static IReadOnlyList<BackupCopy> Expired(IEnumerable<BackupCopy> copies, BackupPolicy policy, DateTimeOffset now)
    {
        var there = copies.Where(c => c.State is CopyState.Verified or CopyState.Unverified or CopyState.Corrupt).OrderByDescending(c => c.StartedAt).ToList();
        var good = there.Where(c => c.IsGood).ToList();
        if (good.Count == 0)
        {
            return []; // nothing is certain: everything may be needed
        }

        var kept = new HashSet<Guid>(good.Take(Math.Max(1, policy.KeepLast)).Select(c => c.Id));
        if (policy.KeepDays is { } days)
        {
            kept.UnionWith(good.Where(c => now - c.StartedAt < TimeSpan.FromDays(days)).Select(c => c.Id));
        }

        KeepLastOf(good, kept, policy.Daily, c => c.StartedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        KeepLastOf(good, kept, policy.Weekly, c => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(c.StartedAt.UtcDateTime)}-{ISOWeek.GetWeekOfYear(c.StartedAt.UtcDateTime)}"));
        KeepLastOf(good, kept, policy.Monthly, c => c.StartedAt.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture));

        // A doubtful copy is of use until enough good ones came after it.
        var enough = good.Count >= policy.KeepLast ? good[Math.Max(1, policy.KeepLast) - 1].StartedAt : DateTimeOffset.MinValue;
        return [.. there.Where(c => !kept.Contains(c.Id) && (c.IsGood || c.StartedAt < enough))];
    }

    private static void KeepLastOf(List<BackupCopy> newestFirst, HashSet<Guid> kept, int periods, Func<BackupCopy, string> period) =>
        kept.UnionWith(newestFirst.GroupBy(period, StringComparer.Ordinal).Take(periods).Select(g => g.First().Id));
}
