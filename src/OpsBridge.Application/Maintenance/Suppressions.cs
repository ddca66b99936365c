using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Maintenance;

/// <summary>
/// The set in force, read again after a change and built again when something begins or ends. While nothing changes, every
/// call returns the same instance, so a reader can tell by reference whether it has to look again.
/// </summary>
public sealed class Suppressions(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock) : ISuppressions, IDisposable
{
    private static readonly string[] s_topics = ["silences", "maintenance_windows", "asset_parents"];
    private readonly SemaphoreSlim _one = new(1, 1);
    private SuppressionPlan? _plan;
    private SuppressionSet? _set;
    private long _version;

    /// <inheritdoc />
    public IReadOnlyList<string> Topics => s_topics;

    /// <inheritdoc />
    public async Task<ISuppressionSet> CurrentAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var version = feed.VersionOf(s_topics); // before the read: a change during it makes the plan obsolete again
            var now = clock.GetUtcNow();
            if (_plan is null || version != _version)
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var silences = await db.Set<Silence>().AsNoTracking().Where(s => s.EndsAt > now).ToListAsync(ct);
                (_plan, _set) = (new SuppressionPlan(silences, await PlannedWindow.ReadAsync(db, now, ct)), null);
                _version = version;
            }

            return _set is null || now >= _set.ValidUntil ? _set = _plan.At(now) : _set;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();
}
