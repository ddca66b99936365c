using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Live;

namespace OpsBridge.Maintenance;

/// <summary>
/// The set in force, read again after a change and built again when something begins or ends. While nothing changes, every
/// call returns the same instance, so a reader can tell by reference whether it has to look again.
/// </summary>
public sealed class Suppressions : ISuppressions, IDisposable
{
    private static readonly string[] s_topics = ["silences", "maintenance_windows", "asset_parents"];
    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly LiveSubscription _changes;
    private readonly SemaphoreSlim _one = new(1, 1);
    private SuppressionPlan? _plan;
    private SuppressionSet? _set;

    /// <summary>Nothing is read before the first request.</summary>
    public Suppressions(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock)
    {
        (_contexts, _clock) = (contexts, clock);
        _changes = feed.Subscribe(s_topics);
    }

    /// <inheritdoc />
    public IReadOnlyList<string> Topics => s_topics;

    /// <inheritdoc />
    public async Task<ISuppressionSet> CurrentAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var changed = _changes.TryTake();
            if (changed || _plan is null)
            {
                await ReadAsync(ct);
            }

            var now = _clock.GetUtcNow();
            return changed || _set is null || now >= _set.ValidUntil ? _set = _plan!.At(now) : _set;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _changes.Dispose();
        _one.Dispose();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        try
        {
            var now = _clock.GetUtcNow();
            await using var db = await _contexts.CreateDbContextAsync(ct);
            var silences = await db.Set<Silence>().AsNoTracking().Where(s => s.EndsAt > now).ToListAsync(ct);
            _plan = new SuppressionPlan(silences, await PlannedWindow.ReadAsync(db, now, ct));
            _set = null;
        }
        catch
        {
            _changes.Signal(); // the change has not been seen yet
            throw;
        }
    }
}
