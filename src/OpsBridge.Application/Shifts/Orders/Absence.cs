using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.Watch;

namespace OpsBridge.Shifts.Orders;

/// <summary>How long somebody has not stood watch at a desk.</summary>
/// <param name="Since">The end of the last time on watch there (UTC); null for somebody who never stood watch there.</param>
/// <param name="OnWatch">Stands watch there now.</param>
/// <param name="ShiftsMissed">Planned shifts of the desk that went by entirely.</param>
/// <param name="ConfirmedUntil">Until when that one has confirmed to know what happened (UTC).</param>
internal sealed record Absence(DateTimeOffset? Since, bool OnWatch, int ShiftsMissed, DateTimeOffset? ConfirmedUntil)
{
    /// <summary>Without planned shifts, this long away counts as more than one shift.</summary>
    public static readonly TimeSpan LongAway = TimeSpan.FromHours(16);

    /// <summary>A digest confirmed this long ago still tells enough to take the watch.</summary>
    public static readonly TimeSpan StillFresh = TimeSpan.FromHours(2);

    /// <summary>Whether the digest must be confirmed before the watch is taken: away for more than one shift, and not told lately.</summary>
    public bool MustConfirm(DateTimeOffset now, bool planned) =>
        !OnWatch && Since is { } since && (planned ? ShiftsMissed > 1 : now - since > LongAway) && !(ConfirmedUntil > since && ConfirmedUntil >= now - StillFresh);

    /// <summary>Reads it.</summary>
    public static async Task<(Absence Absence, bool Planned)> ReadAsync(OpsDbContext db, Guid desk, Guid who, DateTimeOffset now, CancellationToken ct)
    {
        var spells = db.Set<WatchSpell>().AsNoTracking().Where(s => s.DeskId == desk && s.AccountId == who);
        var onWatch = await spells.AnyAsync(s => s.LeftAt == null, ct);
        var since = await spells.MaxAsync(s => s.LeftAt, ct);
        var missed = since is null ? 0 : await db.Set<Shift>().CountAsync(s => s.DeskId == desk && s.StartsAt >= since && s.EndsAt <= now, ct);
        var planned = since is not null && await db.Set<Shift>().AnyAsync(s => s.DeskId == desk && s.EndsAt > since && s.StartsAt <= now, ct);
        var confirmed = await db.Set<DigestConfirmation>().Where(d => d.DeskId == desk && d.AccountId == who).MaxAsync(d => (DateTimeOffset?)d.Until, ct);
        return (new Absence(since, onWatch, missed, confirmed), planned);
    }
}
