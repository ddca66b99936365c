using OpsBridge.Identity;

namespace OpsBridge.Jobs.Pings;

/// <summary>What pings and the clock do to a reported job.</summary>
public sealed partial class ReportedJob
{
    /// <summary>An end this long after a start does not belong to it.</summary>
    public static TimeSpan Unrelated { get; } = TimeSpan.FromHours(72);

    private const int DurationsKept = 30;

    /// <summary>When it should report next (UTC), with planned downtime left out; null when nothing is expected.</summary>
    public DateTimeOffset? ExpectedAt => State switch
    {
        ReportedJobState.Up when LastPingAt is { } last => Outside(Next(last)),
        ReportedJobState.New when WatchedFrom is { } from => Outside(Next(from)),
        _ => null,
    };

    /// <summary>What people are shown at a moment.</summary>
    public ReportedJobWord Word(DateTimeOffset now) => State switch
    {
        ReportedJobState.Down => ReportedJobWord.Down,
        ReportedJobState.Paused => ReportedJobWord.Paused,
        _ when LastStartAt is not null => ReportedJobWord.Started,
        _ when ExpectedAt <= now => ReportedJobWord.Grace,
        ReportedJobState.New => ReportedJobWord.New,
        _ => ReportedJobWord.Up,
    };

    /// <summary>Takes a ping.</summary>
    /// <param name="ping">What came.</param>
    /// <param name="startedAt">When the run with the ping's own id began, where that is another one than the last start.</param>
    /// <param name="now">Now (UTC).</param>
    /// <returns>The row to keep, and the change of state if there is one.</returns>
    public (Ping Ping, PingFlip? Flip) Take(IncomingPing ping, DateTimeOffset? startedAt, DateTimeOffset now)
    {
        var kind = Meaning(ping);
        var duration = kind is PingKind.Success or PingKind.Fail ? DurationOf(ping, startedAt, now) : null;
        PingFlip? flip = null;
        if (kind == PingKind.Start)
        {
            (LastStartAt, LastStartRunId) = (now, ping.RunId);
        }
        else if (kind is PingKind.Success or PingKind.Fail)
        {
            flip = TakeEnd(kind, ping, duration, now);
        }

        PingCount++;
        Reckon();
        return (Kept(ping, kind, duration, now), flip);
    }

    /// <summary>The clock has come to <see cref="DueAt"/>.</summary>
    /// <returns>The change of state; null when nothing is due.</returns>
    public PingFlip? Judge(DateTimeOffset now)
    {
        if (!(DueAt <= now))
        {
            return null;
        }

        if (State == ReportedJobState.Paused && PausedUntil <= now)
        {
            return Resume(FlipReason.PauseEnded, now);
        }

        var overrun = LastStartAt is { } start && Finishes(start) <= now;
        var flip = Flip(ReportedJobState.Down, overrun ? FlipReason.Overrun : FlipReason.Missing, now);
        Reckon();
        return flip;
    }

    /// <summary>Stops watching it; a pause that there was is replaced.</summary>
    /// <param name="until">When the pause ends by itself (UTC); null for no end.</param>
    /// <param name="why">The reason given.</param>
    /// <param name="by">Who.</param>
    /// <param name="now">Now (UTC).</param>
    public PingFlip? Pause(DateTimeOffset? until, string? why, Actor by, DateTimeOffset now)
    {
        var flip = State == ReportedJobState.Paused ? null : Flip(ReportedJobState.Paused, FlipReason.Paused, now);
        (PausedUntil, PausedBy, PausedWhy) = (until, by.Name, why);
        (LastStartAt, LastStartRunId) = (null, null);
        Reckon();
        return flip;
    }

    /// <summary>Watches it again: it is expected from now on, if it has ever reported. Null when it was not paused.</summary>
    public PingFlip? Resume(DateTimeOffset now) => State == ReportedJobState.Paused ? Resume(FlipReason.Resumed, now) : null;

    /// <summary>Says that nothing is expected in a stretch of time; null for both takes it back.</summary>
    public void PlanDowntime(DateTimeOffset? from, DateTimeOffset? until, string? why, Actor by)
    {
        (DowntimeFrom, DowntimeUntil, DowntimeWhy, DowntimeBy) = (from, until, from is null ? null : why, from is null ? null : by.Name);
        Reckon();
    }

    private PingFlip Resume(FlipReason reason, DateTimeOffset now)
    {
        var flip = Flip(ReportedJobState.New, reason, now);
        WatchedFrom = PingCount > 0 ? now : null;
        (PausedUntil, PausedBy, PausedWhy) = (null, null, null);
        (LastStartAt, LastStartRunId) = (null, null);
        Reckon();
        return flip;
    }

    private PingKind Meaning(IncomingPing ping)
    {
        var ignored = (Details.PostOnly && !ping.Method.Equals("POST", StringComparison.Ordinal)) || (State == ReportedJobState.Paused && Details.ManualResume);
        return ignored ? PingKind.Ignored : Details.Filter.HttpBody ? Details.Filter.Judge(ping.Body) : ping.Kind;
    }

    private TimeSpan? DurationOf(IncomingPing ping, DateTimeOffset? startedAt, DateTimeOffset now)
    {
        var start = LastStartAt is { } last && LastStartRunId == ping.RunId ? last : startedAt;
        return now - start is { } took && took >= TimeSpan.Zero && took < Unrelated ? took : null;
    }

    private PingFlip? TakeEnd(PingKind kind, IncomingPing ping, TimeSpan? duration, DateTimeOffset now)
    {
        (LastPingAt, LastPingKind, LastExitCode) = (now, kind, ping.ExitCode);
        if (duration is { } took)
        {
            LastDuration = took;
            Durations = [.. Durations.TakeLast(DurationsKept - 1), (long)took.TotalMilliseconds];
        }

        // An end without an id, a failure, or the end of this very run: nothing is under way any more. The end of another run leaves it.
        if (LastStartRunId == ping.RunId || ping.RunId is null || kind == PingKind.Fail)
        {
            (LastStartAt, LastStartRunId) = (null, null);
        }

        (PausedUntil, PausedBy, PausedWhy) = (null, null, null);
        var state = kind == PingKind.Fail ? ReportedJobState.Down : ReportedJobState.Up;
        return State == state ? null : Flip(state, kind == PingKind.Fail ? FlipReason.Failed : FlipReason.Reported, now);
    }

    private PingFlip Flip(ReportedJobState to, FlipReason reason, DateTimeOffset now)
    {
        var flip = new PingFlip { JobId = Id, Number = ++FlipCount, At = now, From = State, To = to, Reason = reason };
        (State, StateSince, Reason) = (to, now, reason);
        return flip;
    }

    private Ping Kept(IncomingPing ping, PingKind kind, TimeSpan? duration, DateTimeOffset now) => new()
    {
        JobId = Id,
        Number = PingCount,
        At = now,
        Kind = kind,
        ExitCode = ping.ExitCode,
        Method = ping.Method,
        Scheme = ping.Scheme,
        RemoteAddress = ping.RemoteAddress,
        UserAgent = ping.UserAgent,
        RunId = ping.RunId,
        Duration = duration,
        Body = ping.Body.Length == 0 ? null : ping.Body,
    };

    /// <summary>When the worker must look again. A job that is down stays down until it reports.</summary>
    private void Reckon()
    {
        var due = ExpectedAt + Details.Grace;
        if (LastStartAt is { } start && State != ReportedJobState.Down && Finishes(start) is var end && !(due <= end))
        {
            due = end;
        }

        DueAt = State == ReportedJobState.Paused && PausedUntil is { } until && !(due <= until) ? until : due;
    }

    private DateTimeOffset? Next(DateTimeOffset after) =>
        Details.Schedule is { } text ? PingSchedule.Create(text, Details.Zone)?.NextAfter(after) : after + Details.Period;

    /// <summary>What falls into planned downtime is expected after it.</summary>
    private DateTimeOffset? Outside(DateTimeOffset? expected) =>
        expected is { } at && DowntimeFrom is { } from && DowntimeUntil is { } until && at < until && at + Details.Grace > from ? Next(until) : expected;

    private DateTimeOffset Finishes(DateTimeOffset start) =>
        DowntimeFrom is { } from && DowntimeUntil is { } until && start < until && start + Details.Grace > from ? until + Details.Grace : start + Details.Grace;
}
