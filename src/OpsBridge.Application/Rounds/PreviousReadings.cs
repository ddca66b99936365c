using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Rounds;

/// <summary>What steps said in the rounds before.</summary>
internal static class PreviousReadings
{
    /// <summary>The last number of a meter before a round; null for none.</summary>
    public static Task<decimal?> MeterAsync(OpsDbContext db, Guid step, DateTimeOffset dueAt, CancellationToken ct) => (
        from reading in db.Set<Reading>()
        join round in db.Set<Round>() on reading.RoundId equals round.Id
        where reading.StepId == step && round.DueAt < dueAt && reading.Value != null
        orderby round.DueAt descending, reading.Number descending
        select reading.Value).FirstOrDefaultAsync(ct);

    /// <summary>The newest reading of each step in the rounds before one, by step.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Reading>> ReadAsync(OpsDbContext db, Round before, IReadOnlyCollection<Guid> steps, CancellationToken ct)
    {
        var rows = await db.Set<Reading>().FromSql(
            $"""
            select distinct on (r.step_id) r.* from round_readings r join rounds d on d.id = r.round_id
            where r.step_id = any({steps.ToArray()}) and d.due_at < {before.DueAt} and not r.not_applicable
            order by r.step_id, d.due_at desc, r.number desc
            """).AsNoTracking().ToListAsync(ct);
        return rows.ToDictionary(r => r.StepId);
    }

    /// <summary>Whether a later round has answered the step already: what this one says is no longer the state of things.</summary>
    public static Task<bool> HasLaterAsync(OpsDbContext db, Guid step, DateTimeOffset dueAt, CancellationToken ct) => (
        from reading in db.Set<Reading>()
        join round in db.Set<Round>() on reading.RoundId equals round.Id
        where reading.StepId == step && round.DueAt > dueAt && !reading.NotApplicable
        select reading).AnyAsync(ct);
}
