using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Watch;

/// <summary>Withholds the permissions of <see cref="ShiftsOptions.OnWatchOnly"/> from accounts that are not on watch at any desk.</summary>
public sealed class OnWatchRights(IDbContextFactory<OpsDbContext> contexts, IOptions<ShiftsOptions> options) : IWatchRights
{
    /// <inheritdoc />
    public IReadOnlyCollection<string> Bound => [.. options.Value.OnWatchOnly];

    /// <inheritdoc />
    public async ValueTask<FrozenSet<string>> WithheldAsync(Guid account, CancellationToken ct)
    {
        if (options.Value.OnWatchOnly is not { Count: > 0 } bound)
        {
            return FrozenSet<string>.Empty; // the usual case asks no database
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<WatchSpell>().AnyAsync(s => s.AccountId == account && s.LeftAt == null, ct) ? FrozenSet<string>.Empty : bound.ToFrozenSet(StringComparer.Ordinal);
    }
}
