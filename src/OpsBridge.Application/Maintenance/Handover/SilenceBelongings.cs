using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Timeline;

namespace OpsBridge.Maintenance.Handover;

/// <summary>
/// Silences that people going off watch own. Each is accepted by the next watch or by a person, or it lapses: one that nobody
/// answers for hides nothing any more once the grace time is over.
/// </summary>
internal sealed class SilenceBelongings(IOptions<MaintenanceOptions> options, TimeProvider clock) : IHandoverBelongings
{
    private static readonly Actor s_self = Actor.Internal("OpsBridge");

    /// <inheritdoc />
    public string Kind => "silence";

    /// <inheritdoc />
    public async Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct)
    {
        var (ids, now) = (owners.ToArray(), clock.GetUtcNow());
        var silences = lockThem
            ? db.Set<Silence>().FromSql($"select *, xmin from silences where owner_id = any({ids}) and ends_at > {now} order by id for update").AsNoTracking()
            : db.Set<Silence>().FromSql($"select *, xmin from silences where owner_id = any({ids}) and ends_at > {now}").AsNoTracking();
        var owned = await silences.ToListAsync(ct);
        return [.. owned.OrderBy(s => s.EndsAt).ThenBy(s => s.Id).Select(s => new Belonging(Kind, s.Id.ToString(), Short.Of(s.Comment, 200), s.OwnerId!.Value, s.OwnerName, $"/silences?id={s.Id}") { Undecided = TransferTo.Pool })];
    }

    /// <inheritdoc />
    public async Task MoveAsync(OpsDbContext db, IReadOnlyCollection<Transfer> transfers, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var by = transfers.ToDictionary(t => Guid.Parse(t.Key));
        var keys = by.Keys.ToArray();
        foreach (var silence in await db.Set<Silence>().Where(s => keys.Contains(s.Id)).OrderBy(s => s.Id).ToListAsync(ct))
        {
            var (to, before, lapses) = (by[silence.Id], SilenceHistory.Facts(silence), now + options.Value.Grace);
            if (to.PersonId is { } person)
            {
                silence.GiveTo(s_self with { Id = person, Name = to.PersonName ?? "" }, now);
                db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(silence, "handed_over", "answers with the watch for the silence") with { Before = before }));
                continue;
            }

            silence.GiveTo(s_self, now);
            if (silence.EndsAt > lapses)
            {
                silence.EndAt(lapses, now);
            }

            db.Add(TimelineEntry.Record(now, actor, SilenceHistory.Happened(silence, "lapses", "did not accept the silence, which lapses") with { Before = before }));
        }

        await db.SaveChangesAsync(ct);
    }
}
