using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Running;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs.Holds;

/// <summary>
/// In which order held jobs start again: first what has the nearest deadline or RPO, counting those that start after it, a job
/// before its followers, then by name.
/// </summary>
internal static class HoldOrder
{
    /// <summary>The last of them starts no later than this after the first, however many there are.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The jobs among these that are in use, in order.</summary>
    public static async Task<IReadOnlyList<Job>> ReadAsync(OpsDbContext db, IReadOnlyCollection<Guid> ids, DateTimeOffset now, CancellationToken ct)
    {
        var jobs = await db.Set<Job>().AsNoTracking().Where(j => j.RetiredAt == null).ToListAsync(ct);
        var rpos = (await BackupEstate.ReadAsync(db, null, ct)).Where(r => r.LastGoodAt is not null).ToDictionary(r => r.JobId, r => r.LastGoodAt!.Value + r.Rpo);
        return [.. Sort(jobs, rpos, now).Where(j => ids.Contains(j.Id))];
    }

    /// <summary>All of these in order.</summary>
    /// <param name="jobs">The jobs in use.</param>
    /// <param name="rpos">When the last good copy of a backup becomes too old (UTC).</param>
    /// <param name="now">Now (UTC).</param>
    public static IReadOnlyList<Job> Sort(IReadOnlyCollection<Job> jobs, IReadOnlyDictionary<Guid, DateTimeOffset> rpos, DateTimeOffset now)
    {
        var limits = jobs.ToDictionary(j => j.Id, Own);
        var byId = jobs.ToDictionary(j => j.Id);
        var depths = new Dictionary<Guid, int>();
        foreach (var job in jobs)
        {
            var depth = 0;
            for (var at = job; at.Schedule is AfterSchedule after && depth < 100 && byId.TryGetValue(after.JobId, out var before); at = before)
            {
                limits[before.Id] = Earlier(limits[before.Id], limits[job.Id]);
                depth++;
            }

            depths[job.Id] = depth;
        }

        return [.. jobs.OrderBy(j => limits[j.Id]).ThenBy(j => depths[j.Id]).ThenBy(j => j.Name, StringComparer.OrdinalIgnoreCase)];

        DateTimeOffset Own(Job job) => Earlier(
            DeadlineTimes.Of(job.Details, now)?.Next ?? DateTimeOffset.MaxValue,
            rpos.TryGetValue(job.Id, out var rpo) ? rpo : DateTimeOffset.MaxValue);
    }

    /// <summary>How long after the first the one at a place starts.</summary>
    public static TimeSpan Place(int place, int count, TimeSpan every) => place * (every * count > Longest ? Longest / count : every);

    /// <summary>Whether a job starts at once when it is let go, if it missed anything.</summary>
    public static bool StartsAtOnce(Job job) => job.Details.CatchUp is CatchUp.Last or CatchUp.AllInOrder;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
