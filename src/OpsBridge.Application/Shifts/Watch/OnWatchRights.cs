using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>Withholds the permissions of <see cref="ShiftsOptions.OnWatchOnly"/> from accounts that are not on watch at any desk.</summary>
public sealed class OnWatchRights(IDbContextFactory<OpsDbContext> contexts, IOptions<ShiftsOptions> options) : IWatchRights
{
    private readonly FrozenSet<string> _bound = options.Value.OnWatchOnly.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc />
    public async ValueTask<FrozenSet<string>> WithheldAsync(Guid account, CancellationToken ct)
    {
        if (_bound.Count == 0)
        {
            return _bound;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<WatchSpell>().AnyAsync(s => s.AccountId == account && s.LeftAt == null, ct) ? FrozenSet<string>.Empty : _bound;
    }
}
