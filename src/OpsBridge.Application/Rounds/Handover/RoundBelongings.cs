using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;
using OpsBridge.Timeline;

namespace OpsBridge.Rounds.Handover;

/// <summary>Rounds that people going off watch have taken and not finished: the next watch goes on where they stopped.</summary>
internal sealed class RoundBelongings : IHandoverBelongings
{
    /// <inheritdoc />
    public string Kind => "round";

    /// <inheritdoc />
    public async Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct)
    {
        var ids = owners.ToArray();
        var rounds = lockThem
            ? db.Set<Round>().FromSql($"select *, xmin from rounds where owner_id = any({ids}) and stage = 'Taken' order by id for update").AsNoTracking()
            : db.Set<Round>().FromSql($"select *, xmin from rounds where owner_id = any({ids}) and stage = 'Taken'").AsNoTracking();
        return [.. (await rounds.ToListAsync(ct)).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Select(r => new Belonging(Kind, r.Id.ToString(), r.Name, r.OwnerId!.Value, r.OwnerName ?? "", $"/rounds/{r.Id}"))];
    }

    /// <inheritdoc />
    public async Task MoveAsync(OpsDbContext db, IReadOnlyCollection<Transfer> transfers, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var by = transfers.ToDictionary(t => Guid.Parse(t.Key));
        var keys = by.Keys.ToArray();
        foreach (var round in await db.Set<Round>().Where(r => keys.Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(ct))
        {
            var (to, before) = (by[round.Id], round.OwnerName);
            round.Give(to.PersonId, to.PersonId is null ? null : to.PersonName);
            db.Add(TimelineEntry.Record(now, actor, new Happening("round.given", round.Id.ToString(), round.OwnerName is { } name ? $"gave the round {round.Name} to {name} with the watch" : $"gave the round {round.Name} back with the watch")
            {
                Before = new { Owner = before },
                After = new { Owner = round.OwnerName },
            }));
        }

        await db.SaveChangesAsync(ct);
    }
}
