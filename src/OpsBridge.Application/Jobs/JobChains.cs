using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Jobs;

/// <summary>Finds the jobs that start after others.</summary>
internal static class JobChains
{
    /// <summary>The jobs in use that start right after one of these.</summary>
    public static async Task<List<Job>> FollowersAsync(OpsDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var keys = ids.Select(i => i.ToString()).ToArray();
        return await db.Set<Job>()
            .FromSql($"select *, xmin from jobs where details -> 'schedule' ->> 'jobId' = any({keys}) and retired_at is null order by id")
            .ToListAsync(ct);
    }
}
