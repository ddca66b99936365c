using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Maintenance;

/// <summary>Finds what should not be left alone: nothing that hides alerts is forgotten.</summary>
public interface IMaintenanceReview
{
    /// <summary>Silences and windows in force with a reason to look at them, worst reason first, then by end.</summary>
    Task<IReadOnlyList<ReviewRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IMaintenanceReview"/>
public sealed class MaintenanceReview : IMaintenanceReview, IDisposable
{
    /// <summary>Told once a minute, because most reasons come with time and not with a change.</summary>
    public const string Topic = "maintenance_review";

    private const int LookedThrough = 100_000;
    private static readonly TimeSpan s_endsSoon = TimeSpan.FromHours(2);
    private static readonly TimeSpan s_quiet = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_critical = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_series = TimeSpan.FromDays(14);

    private static readonly Actor s_self = Actor.Internal("review", Permissions.ViewAlerts);
    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly IHiddenAlerts _hidden;
    private readonly TimeProvider _clock;
    private readonly SharedView<IReadOnlyList<ReviewRow>> _rows;

    /// <summary>Read once per change and minute, and shared by every page of the process.</summary>
    public MaintenanceReview(IDbContextFactory<OpsDbContext> contexts, IHiddenAlerts hidden, LiveFeed feed, TimeProvider clock)
    {
        (_contexts, _hidden, _clock) = (contexts, hidden, clock);
        _rows = new SharedView<IReadOnlyList<ReviewRow>>(feed, Topics, FindAsync);
    }

    /// <summary>Live topics whose change may bring another answer.</summary>
    public static IReadOnlyList<string> Topics { get; } = [Topic, "silences", "maintenance_windows", "accounts", "api_keys"];

    /// <inheritdoc />
    public Task<IReadOnlyList<ReviewRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        return _rows.GetAsync(ct);
    }

    /// <inheritdoc />
    public void Dispose() => _rows.Dispose();

    private async Task<IReadOnlyList<ReviewRow>> FindAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var view = await _hidden.ReadAsync(s_self, ct);
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var inForce = await InForceAsync(db, now, ct);
        var owners = await OwnerStates.ReadAsync(db, [.. inForce.Select(i => i.OwnerId).OfType<Guid>().Distinct()], now, ct);
        var quiet = await QuietAsync(db, [.. inForce.Where(i => i.Since <= now - s_quiet && view.Of(i.Id).Rows.Count == 0)], now, ct);
        return [.. inForce
            .Select(i => i.Row([.. Reasons(i, view.Of(i.Id), owners, quiet, now).Order()], view.Of(i.Id)))
            .Where(r => r.Reasons.Count > 0)
            .OrderBy(r => r.Reasons[0]).ThenBy(r => r.EndsAt)];
    }

    private static IEnumerable<ReviewReason> Reasons(InForce one, HiddenBy hides, OwnerStates owners, HashSet<Guid> quiet, DateTimeOffset now)
    {
        if (hides.Rows.Any(r => r is { Severity: AlertSeverity.Critical, ClearedAt: null } && (r.StartsAt > one.Since ? r.StartsAt : one.Since) <= now - s_critical))
        {
            yield return ReviewReason.HidesCritical;
        }

        if (one.EndsAt <= now + s_endsSoon)
        {
            yield return ReviewReason.EndsSoon;
        }

        if (owners.IsGone(one.OwnerId))
        {
            yield return ReviewReason.OwnerGone;
        }
        else if (owners.IsAway(one.OwnerId, now))
        {
            yield return ReviewReason.OwnerAway;
        }

        if (quiet.Contains(one.Id))
        {
            yield return ReviewReason.HidesNothing;
        }

        if (one.SeriesEnd <= now + s_series)
        {
            yield return ReviewReason.SeriesEnds;
        }
    }

    private static async Task<IReadOnlyList<InForce>> InForceAsync(OpsDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var silences = await db.Set<Silence>().AsNoTracking().Where(s => s.StartsAt <= now && s.EndsAt > now).ToListAsync(ct);
        var windows = await PlannedWindow.ReadAsync(db, now, ct);
        return [
            .. silences.Select(s => new InForce(true, SuppressorKind.Silence, s.Id, s.Comment, s.Matchers, s.StartsAt, s.EndsAt, s.OwnerId, s.OwnerName, new QuickScope(s.Matchers, null, null), null)),
            .. windows.Select(w => InForce.Of(w, now)).OfType<InForce>(),
        ];
    }

    /// <summary>Those of the candidates that no alert of the last day fell under.</summary>
    private static async Task<HashSet<Guid>> QuietAsync(OpsDbContext db, IReadOnlyList<InForce> candidates, DateTimeOffset now, CancellationToken ct)
    {
        var quiet = candidates.Select(c => c.Id).ToHashSet();
        if (quiet.Count == 0)
        {
            return quiet;
        }

        var set = new SuppressionSet([.. candidates.Select(c => new Hider(c.Scope, new Suppressor(c.Kind, c.Id, c.Name, c.EndsAt)))], null);
        var since = now - s_quiet;
        var closed = from a in db.Set<Alert>().AsNoTracking()
                     join asset in db.Set<Asset>() on a.AssetId equals asset.Id into assets
                     from asset in assets.DefaultIfEmpty()
                     where a.State == AlertState.Closed && a.ClosedAt > since
                     select new { a.Labels, a.AssetId, SiteId = (Guid?)asset.SiteId, a.StartsAt };
        await foreach (var alert in closed.Take(LookedThrough).AsAsyncEnumerable().WithCancellation(ct))
        {
            foreach (var suppressor in set.For(new SuppressionTarget(alert.Labels, alert.AssetId, alert.SiteId, alert.StartsAt)))
            {
                quiet.Remove(suppressor.Id);
            }
        }

        return quiet;
    }

    private sealed record InForce(
        bool IsNow,
        SuppressorKind Kind,
        Guid Id,
        string Name,
        IReadOnlyList<Matcher> Matchers,
        DateTimeOffset Since,
        DateTimeOffset EndsAt,
        Guid? OwnerId,
        string OwnerName,
        QuickScope Scope,
        DateTimeOffset? SeriesEnd)
    {
        /// <summary>A window in force, or one between two stretches whose owner is to be looked at; null for others.</summary>
        public static InForce? Of(PlannedWindow planned, DateTimeOffset now)
        {
            var (window, stretch) = (planned.Window, planned.Schedule.At(now));
            var recurring = window is { Kind: WindowKind.Recurring, CancelledAt: null };
            return stretch is null && (!recurring || planned.Schedule.IsOver(now))
                ? null
                : new InForce(
                    stretch is not null,
                    SuppressorKind.Window,
                    window.Id,
                    window.Name,
                    window.Matchers,
                    stretch?.Start ?? now,
                    stretch?.End ?? window.To!.Value,
                    window.OwnerId,
                    window.OwnerName,
                    planned.Scope,
                    recurring ? window.To : null);
        }

        public ReviewRow Row(IReadOnlyList<ReviewReason> reasons, HiddenBy hides) => new()
        {
            Kind = Kind,
            Id = Id,
            Name = Name,
            Matchers = Matchers,
            InForce = IsNow,
            Since = Since,
            EndsAt = EndsAt,
            OwnerId = OwnerId,
            OwnerName = OwnerName,
            Reasons = reasons,
            Hides = hides,
        };
    }
}
