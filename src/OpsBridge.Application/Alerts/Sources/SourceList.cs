using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts.Intake;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <summary>Reads sources for admins.</summary>
public interface ISourceList
{
    /// <summary>Every source by name, at most 1000.</summary>
    Task<IReadOnlyList<SourceRow>> ReadAsync(Actor actor, CancellationToken ct);

    /// <summary>One source; null when there is none.</summary>
    Task<SourceRow?> FindAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISourceList"/>
public sealed class SourceList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : ISourceList
{
    private const int Limit = 1000;

    /// <inheritdoc />
    public Task<IReadOnlyList<SourceRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        return RowsAsync(sources => sources.OrderBy(s => s.Name).Take(Limit), ct);
    }

    /// <inheritdoc />
    public async Task<SourceRow?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        return await RowsAsync(sources => sources.Where(s => s.Id == id), ct) is [var row] ? row : null;
    }

    private async Task<IReadOnlyList<SourceRow>> RowsAsync(Func<IQueryable<Source>, IQueryable<Source>> which, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var sources = await which(db.Set<Source>().AsNoTracking().Include(s => s.Keys)).ToListAsync(ct);
        var ids = sources.Select(s => (Guid?)s.Id).ToArray();
        var hearings = await db.Set<SourceHearing>().AsNoTracking().Where(h => ids.Contains(h.SourceId)).ToDictionaryAsync(h => h.SourceId, ct);
        var open = await db.Set<Alert>().Where(a => a.State != AlertState.Closed && ids.Contains(a.SourceId))
            .GroupBy(a => a.SourceId).Select(g => new { Id = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Id!.Value, g => g.Count, ct);
        var keyIds = sources.SelectMany(s => s.Keys).Select(k => k.ApiKeyId).ToArray();
        var keys = await db.Set<ApiKey>().AsNoTracking().Where(k => keyIds.Contains(k.Id)).OrderByDescending(k => k.CreatedAt)
            .Select(k => new ApiKeyRow(k.Id, k.Name, k.Prefix, k.Permissions, k.CreatedBy, k.CreatedAt, k.ExpiresAt, k.LastUsedAt, k.RevokedAt))
            .ToListAsync(ct);
        var since = now - TimeSpan.FromDays(1);
        var quarantined = await db.Set<QuarantinedMessage>().Where(m => m.At >= since && ids.Contains(m.SourceId))
            .GroupBy(m => m.SourceId).Select(g => new { Id = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Id!.Value, g => g.Count, ct);
        return [.. sources.Select(s => Row(s, hearings.GetValueOrDefault(s.Id), now) with
        {
            Quarantined = quarantined.GetValueOrDefault(s.Id),
            OpenAlerts = open.GetValueOrDefault(s.Id),
            Keys = [.. keys.Where(k => s.Keys.Any(own => own.ApiKeyId == k.Id))],
        })];
    }

    private static SourceRow Row(Source source, SourceHearing? heard, DateTimeOffset now) => new()
    {
        Id = source.Id,
        Details = source.ToDetails(),
        CreatedAt = source.CreatedAt,
        LastHeardAt = heard?.LastHeardAt,
        SilentSince = heard?.SilentSince,
        PerMinute = heard is null ? 0 : heard.Recent * Math.Exp(-Math.Max(0, (now - heard.RecentAt).TotalSeconds) / 60),
        Events = heard?.Events ?? 0,
        Refused = heard?.Refused ?? 0,
        ClockOffset = heard?.ClockOffset,
        Version = source.Version,
    };
}
