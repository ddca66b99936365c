using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Jobs;

/// <summary>A job with the run that is meant.</summary>
/// <param name="Job">The job.</param>
/// <param name="Run">The run; null for one that is yet to come.</param>
/// <param name="Why">In a few words, for example "waits for 12 min"; null where the state says it.</param>
public sealed record BoardJob(JobRow Job, RunBrief? Run, string? Why = null);

/// <summary>What the routine does now and in the next hour. A job is in one list only, the first that fits.</summary>
/// <param name="Asking">Missed, and somebody must decide.</param>
/// <param name="Failed">The last run failed and none has succeeded since.</param>
/// <param name="Missed">The last nominal time was missed without intent.</param>
/// <param name="Late">Waits for more than a minute, takes too long, or will miss its deadline.</param>
/// <param name="Running">Works now, as expected.</param>
/// <param name="Held">Held for an incident, or paused.</param>
/// <param name="Due">Starts within the next 60 minutes, by time.</param>
public sealed record JobBoardView(
    IReadOnlyList<BoardJob> Asking, IReadOnlyList<BoardJob> Failed, IReadOnlyList<BoardJob> Missed, IReadOnlyList<BoardJob> Late,
    IReadOnlyList<BoardJob> Running, IReadOnlyList<BoardJob> Held, IReadOnlyList<BoardJob> Due)
{
    /// <summary>Nothing read yet.</summary>
    public static JobBoardView Empty { get; } = new([], [], [], [], [], [], []);

    /// <summary>How many need somebody.</summary>
    public int Troubles => Asking.Count + Failed.Count + Missed.Count + Late.Count;
}

/// <summary>Reads what the bridge shows of jobs.</summary>
public interface IJobBoard
{
    /// <summary>The board; shares its reading with the list of jobs.</summary>
    Task<JobBoardView> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IJobBoard"/>
public sealed class JobBoard(IJobList list, TimeProvider clock) : IJobBoard
{
    /// <summary>How far ahead it looks.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(60);

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async Task<JobBoardView> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        var rows = (await list.ReadAsync(JobFilter.None, actor, ct)).Rows;
        return Sort(rows, clock.GetUtcNow());
    }

    /// <summary>Sorts jobs into the lists of the board.</summary>
    internal static JobBoardView Sort(IReadOnlyList<JobRow> rows, DateTimeOffset now)
    {
        List<BoardJob> asking = [], failed = [], missed = [], late = [], running = [], held = [], due = [];
        foreach (var row in rows)
        {
            if (row.Asking.FirstOrDefault() is { } asks)
            {
                asking.Add(new BoardJob(row, asks));
            }
            else if (Lateness(row, now) is { } lateness)
            {
                late.Add(lateness);
            }
            else if (row.Running is { } works)
            {
                running.Add(new BoardJob(row, works));
            }
            else if (row.Last is { IsBad: true } bad)
            {
                failed.Add(new BoardJob(row, bad));
            }
            else if (row.News == JobNews.Missed)
            {
                missed.Add(new BoardJob(row, row.Last));
            }
            else if (row.IsPaused)
            {
                held.Add(new BoardJob(row, null));
            }
            else if (row.NextAt is { } next && next <= now + Ahead)
            {
                due.Add(new BoardJob(row, null));
            }
        }

        return new JobBoardView(asking, failed, missed, late, running, held, [.. due.OrderBy(d => d.Job.NextAt)]);
    }

    private static BoardJob? Lateness(JobRow row, DateTimeOffset now)
    {
        if (row.Open.FirstOrDefault(r => r.State == RunState.Waiting && now - r.NominalAt > s_patience) is { } waiting && row.Running is null)
        {
            return new BoardJob(row, waiting, "waits");
        }

        if (row.IsSlow(now))
        {
            return new BoardJob(row, row.Running, "takes too long");
        }

        return row.Running is { StartedAt: { } started } run && DeadlineOf(row.Details, started) is { } deadline && (now + run.Left(row.Typical, now) ?? now) > deadline
            ? new BoardJob(row, run, now > deadline ? "past its deadline" : "will miss its deadline")
            : null;
    }

    /// <summary>The first deadline at or after a moment (UTC); null without one.</summary>
    internal static DateTimeOffset? DeadlineOf(JobDetails details, DateTimeOffset from)
    {
        if (details.Deadline is not { } time || !TimeZoneInfo.TryFindSystemTimeZoneById(details.DeadlineZone ?? "UTC", out var zone))
        {
            return null;
        }

        var day = WallClock.Shown(from, zone).Date;
        var today = WallClock.Moment(day + time.ToTimeSpan(), zone).At;
        return today >= from ? today : WallClock.Moment(day.AddDays(1) + time.ToTimeSpan(), zone).At;
    }
}
