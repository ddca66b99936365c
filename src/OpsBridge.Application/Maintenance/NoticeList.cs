using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>A notice as pages show it.</summary>
/// <param name="Id">Key, ascending.</param>
/// <param name="At">When it was said (UTC).</param>
/// <param name="Of">Silence or window.</param>
/// <param name="SubjectId">Its key.</param>
/// <param name="What">What is said.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Firing">How many alerts that fire it hides, or hid until now.</param>
public sealed record NoticeRow(long Id, DateTimeOffset At, SuppressorKind Of, Guid SubjectId, NoticeKind What, string Text, int Firing);

/// <summary>Reads what was said about silences and windows.</summary>
public interface INoticeList
{
    /// <summary>Notices since a moment, oldest first, at most 20.</summary>
    Task<IReadOnlyList<NoticeRow>> SinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="INoticeList"/>
public sealed class NoticeList(IDbContextFactory<OpsDbContext> contexts) : INoticeList
{
    private const int Most = 20;

    /// <inheritdoc />
    public async Task<IReadOnlyList<NoticeRow>> SinceAsync(DateTimeOffset since, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var latest = await db.Set<MaintenanceNotice>().AsNoTracking().Where(n => n.At >= since).OrderByDescending(n => n.Id).Take(Most)
            .Select(n => new NoticeRow(n.Id, n.At, n.Of, n.SubjectId, n.What, n.Text, n.Firing)).ToListAsync(ct);
        return [.. latest.OrderBy(n => n.Id)];
    }
}
