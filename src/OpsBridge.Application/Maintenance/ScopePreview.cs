using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>What a scope hides or would hide.</summary>
public sealed record ScopePreviewView
{
    /// <summary>Nothing asked yet.</summary>
    public static ScopePreviewView Empty { get; } = new();

    /// <summary>Why the scope may not hide anything; null when it may.</summary>
    public string? Error { get; init; }

    /// <summary>Open alerts inside it now.</summary>
    public int Open { get; init; }

    /// <summary>Of these, how many something else hides already.</summary>
    public int HiddenAlready { get; init; }

    /// <summary>Of these, how many are critical.</summary>
    public int Critical { get; init; }

    /// <summary>The worst of them first, at most <see cref="ScopePreview.Shown"/>.</summary>
    public IReadOnlyList<AlertRow> Rows { get; init; } = [];

    /// <summary>All alerts of the last 7 days inside it, open ones included.</summary>
    public int LastWeek { get; init; }

    /// <summary>Of these, how many were raised while the window would have been in force; null where the question has no answer.</summary>
    public int? LastWeekInTime { get; init; }

    /// <summary>More alerts were stored in the last 7 days than are looked through; the figures are lower bounds.</summary>
    public bool AtLeast { get; init; }
}

/// <summary>Shows what a scope hides before it does.</summary>
public interface IScopePreview
{
    /// <summary>What it would hide now and would have hidden in the last 7 days.</summary>
    /// <param name="scope">What to hide.</param>
    /// <param name="plan">When; only recurring plans say more about the past. Null for silences.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ct">Gives up.</param>
    Task<ScopePreviewView> ReadAsync(MaintenanceScope scope, WindowDetails? plan, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IScopePreview"/>
public sealed class ScopePreview(
    IDbContextFactory<OpsDbContext> contexts, IAlertBoard board, ISuppressions suppressions, TimeProvider clock) : IScopePreview
{
    /// <summary>How many alerts are shown.</summary>
    public const int Shown = 50;

    private const int LookedThrough = 100_000;
    private static readonly TimeSpan s_past = TimeSpan.FromDays(7);

    /// <inheritdoc />
    public async Task<ScopePreviewView> ReadAsync(MaintenanceScope scope, WindowDetails? plan, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        if (scope.Refuse() is { } wrong)
        {
            return new ScopePreviewView { Error = wrong };
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var tree = scope.AssetId is { } asset ? (await AssetTrees.ReadAsync(db, [asset], ct))[asset] : null;
        var quick = new QuickScope(scope.Matchers, tree, scope.SiteId);
        var set = await suppressions.CurrentAsync(ct);
        var open = (await board.OpenAsync(actor, ct)).Rows.Where(r => quick.Covers(HiddenAlerts.Target(r))).ToList();
        var (week, inTime, atLeast) = await LastWeekAsync(db, scope, quick, plan, ct);
        return new ScopePreviewView
        {
            Open = open.Count,
            HiddenAlready = open.Count(r => set.For(HiddenAlerts.Target(r)).Count > 0),
            Critical = open.Count(r => r.Severity == AlertSeverity.Critical),
            Rows = [.. open.Take(Shown)],
            LastWeek = week,
            LastWeekInTime = inTime,
            AtLeast = atLeast,
        };
    }

    private async Task<(int All, int? InTime, bool AtLeast)> LastWeekAsync(
        OpsDbContext db, MaintenanceScope scope, QuickScope quick, WindowDetails? plan, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var stretches = plan is null ? null : WindowTimes.Past(plan, now - s_past, now);
        var (looked, all, inTime) = (0, 0, 0);
        await foreach (var past in Candidates(db, scope, now - s_past).WithCancellation(ct))
        {
            looked++;
            if (quick.Covers(new SuppressionTarget(past.Labels, past.AssetId, past.SiteId, past.StartsAt)))
            {
                all++;
                inTime += stretches?.Any(s => s.Start <= past.RaisedAt && past.RaisedAt < s.End) == true ? 1 : 0;
            }
        }

        return (all, stretches is null ? null : inTime, looked == LookedThrough);
    }

    /// <summary>Alerts that were open within the last days; PostgreSQL leaves out what the exact conditions exclude.</summary>
    private static IAsyncEnumerable<PastAlert> Candidates(OpsDbContext db, MaintenanceScope scope, DateTimeOffset since)
    {
        var exact = Labels.From(scope.Matchers.Where(m => m.Kind == MatchKind.Equal && m.Value.Length > 0).Select(m => new KeyValuePair<string, string>(m.Name, m.Value))).ToJson();
        var alerts = db.Set<Alert>().FromSql(
            $"select *, xmin from alerts where (state <> 'Closed' or closed_at > {since}) and labels @> {exact}::jsonb");
        return (from a in alerts.AsNoTracking()
                join asset in db.Set<Asset>() on a.AssetId equals asset.Id into assets
                from asset in assets.DefaultIfEmpty()
                where scope.SiteId == null || asset.SiteId == scope.SiteId
                orderby a.Id descending
                select new PastAlert(a.Labels, a.AssetId, (Guid?)asset.SiteId, a.StartsAt, a.RaisedAt)).Take(LookedThrough).AsAsyncEnumerable();
    }

    private sealed record PastAlert(Labels Labels, Guid? AssetId, Guid? SiteId, DateTimeOffset StartsAt, DateTimeOffset RaisedAt);
}
