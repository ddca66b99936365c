using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Timeline;

/// <summary>One line of history as shown.</summary>
public sealed record TimelineRow(
    long Id, DateTimeOffset At, string ActorName, string Kind, string SubjectId, string Text, string? Why, string? Before, string? After);

/// <summary>Reads history, newest first.</summary>
public interface ITimelineReader
{
    /// <summary>The history of one subject, for example <c>("alert", "42")</c>.</summary>
    Task<IReadOnlyList<TimelineRow>> OfSubjectAsync(string subject, string subjectId, int limit, Actor actor, CancellationToken ct);

    /// <summary>Everything about one asset.</summary>
    Task<IReadOnlyList<TimelineRow>> OfAssetAsync(Guid assetId, int limit, Actor actor, CancellationToken ct);

    /// <summary>The latest entries over everything.</summary>
    Task<IReadOnlyList<TimelineRow>> LatestAsync(int limit, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ITimelineReader"/>
public sealed class TimelineReader(IDbContextFactory<OpsDbContext> contexts) : ITimelineReader
{
    private static readonly string[] s_watched = ["alert", "check", "asset", "site", "flood", "silence", "window", "handover"];

    /// <inheritdoc />
    public Task<IReadOnlyList<TimelineRow>> OfSubjectAsync(
        string subject, string subjectId, int limit, Actor actor, CancellationToken ct) =>
        ReadAsync(t => t.Where(e => e.Subject == subject && e.SubjectId == subjectId), limit, actor, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<TimelineRow>> OfAssetAsync(Guid assetId, int limit, Actor actor, CancellationToken ct) =>
        ReadAsync(t => t.Where(e => e.AssetId == assetId), limit, actor, ct);

    /// <inheritdoc />
    public Task<IReadOnlyList<TimelineRow>> LatestAsync(int limit, Actor actor, CancellationToken ct) =>
        ReadAsync(t => t.Where(e => s_watched.Contains(e.Subject)), limit, actor, ct);

    private async Task<IReadOnlyList<TimelineRow>> ReadAsync(
        Func<IQueryable<TimelineEntry>, IQueryable<TimelineEntry>> filter, int limit, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await filter(db.Set<TimelineEntry>().AsNoTracking())
            .OrderByDescending(e => e.Id)
            .Take(limit)
            .Select(e => new TimelineRow(e.Id, e.At, e.ActorName, e.Kind, e.SubjectId, e.Text, e.Why, e.Before, e.After))
            .ToListAsync(ct);
    }
}
