using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Jobs.Pings;

/// <summary>What the bridge shows of reported jobs.</summary>
public interface IReportedBoard
{
    /// <summary>
    /// Those that are missing or failed, late, under way, paused, or expected within 60 minutes, at most 500; without their ping
    /// addresses. Read once per change, and every 20 s for what the clock changes, for all screens of the process.
    /// </summary>
    Task<IReadOnlyList<ReportedJobRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IReportedBoard"/>
public sealed class ReportedBoard : IReportedBoard, IDisposable
{
    private const int Most = 500;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);
    private readonly IDbContextFactory<OpsDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly SharedView<IReadOnlyList<ReportedJobRow>> _view;

    /// <summary>A board that reads nothing before it is asked.</summary>
    public ReportedBoard(IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, TimeProvider clock)
    {
        (_contexts, _clock) = (contexts, clock);
        _view = new SharedView<IReadOnlyList<ReportedJobRow>>(feed, Topics, ReadAsync, (clock, s_longest));
    }

    /// <summary>Tables whose change changes the board.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["reported_jobs", "assets"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<ReportedJobRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        return await _view.GetAsync(ct);
    }

    /// <inheritdoc />
    public void Dispose() => _view.Dispose();

    private async Task<IReadOnlyList<ReportedJobRow>> ReadAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var until = now + JobBoard.Ahead;
        await using var db = await _contexts.CreateDbContextAsync(ct);
        // Without a start, the worker looks at the end of the grace; what is paused comes last.
        var jobs = db.Set<ReportedJob>()
            .Where(j => j.State == ReportedJobState.Down || j.State == ReportedJobState.Paused || j.LastStartAt != null || j.DueAt - j.Grace <= until)
            .OrderByDescending(j => j.State == ReportedJobState.Down).ThenBy(j => j.State == ReportedJobState.Paused).ThenBy(j => j.DueAt).Take(Most);
        return await ReportedJobs.RowsAsync(db, jobs, now, withCode: false, ct);
    }
}
