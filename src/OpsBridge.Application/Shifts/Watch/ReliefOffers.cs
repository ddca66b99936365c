using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Shifts.Watch;

/// <summary>The one relief that may be open at a desk.</summary>
internal static class ReliefOffers
{
    /// <summary>The open one; null for none.</summary>
    public static Task<Relief?> OpenAsync(OpsDbContext db, Guid desk, CancellationToken ct) =>
        db.Set<Relief>().SingleOrDefaultAsync(r => r.DeskId == desk && r.DoneAt == null && r.GivenUpAt == null, ct);

    /// <summary>Ends the open one without a relief, stored at once so that another may be offered.</summary>
    public static async Task<bool> GiveUpAsync(OpsDbContext db, Guid desk, DateTimeOffset now, CancellationToken ct)
    {
        if (await OpenAsync(db, desk, ct) is not { } open)
        {
            return false;
        }

        open.GiveUp(now);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
