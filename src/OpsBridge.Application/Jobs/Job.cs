using OpsBridge.Identity;
using OpsBridge.Jobs.Kinds;
using OpsBridge.Jobs.Schedules;

namespace OpsBridge.Jobs;

/// <summary>Routine work that OpsBridge does by itself: what, when, and what happens when it does not.</summary>
public sealed class Job
{
    private Job()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Everything that was said about it last.</summary>
    public JobDetails Details { get; private set; } = null!;

    /// <summary>Unique among the jobs in use; the name in <see cref="Details"/>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of the version, 1 for the first.</summary>
    public int Number { get; private set; }

    /// <summary>Who changed it last, by name.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When it was changed last (UTC). A nominal time before the last change of its schedule is nobody's miss.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The next nominal time that is not dealt with yet (UTC); null when there is none. The worker's index.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Since when it is paused (UTC); null when it is not.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    /// <summary>When the pause ends by itself (UTC).</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>Who paused it, by name.</summary>
    public string? PausedBy { get; private set; }

    /// <summary>Why.</summary>
    public string? PausedWhy { get; private set; }

    /// <summary>The pause is a hold: for an incident, released by hand or with the incident, never for ever.</summary>
    public bool Held { get; private set; }

    /// <summary>Who released it, by name, while its turn to start again has not come.</summary>
    public string? ReleasedBy { get; private set; }

    /// <summary>When it was taken out of use (UTC); its runs stay.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>The deadline (UTC) that it is expected to miss, as an alert says; null when all is well.</summary>
    public DateTimeOffset? WarnedFor { get; private set; }

    /// <summary>The last deadline (UTC) that it missed; null when it was in time since.</summary>
    public DateTimeOffset? LateFor { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>What it does.</summary>
    public JobSettings Settings => Details.Settings;

    /// <summary>When it should start.</summary>
    public JobSchedule Schedule => Details.Schedule;

    /// <summary>A new job from valid details.</summary>
    /// <param name="details">What is said about it.</param>
    /// <param name="nextAt">Its first nominal time (UTC).</param>
    /// <param name="actor">Who makes it.</param>
    /// <param name="now">Now (UTC).</param>
    public static Job Create(JobDetails details, DateTimeOffset? nextAt, Actor actor, DateTimeOffset now)
    {
        var job = new Job { Id = Guid.CreateVersion7(now) };
        job.Change(details, nextAt, actor, now);
        return job;
    }

    /// <summary>Takes over valid details as a new version.</summary>
    public void Change(JobDetails details, DateTimeOffset? nextAt, Actor actor, DateTimeOffset now)
    {
        (Details, Name, NextAt) = (details, details.Name, nextAt);
        (Number, ChangedBy, ChangedAt) = (Number + 1, actor.Name, now);
    }

    /// <summary>The nominal times before this one are dealt with.</summary>
    public void Advance(DateTimeOffset? nextAt) => NextAt = nextAt;

    /// <summary>No start until a moment; replaces a pause or hold that there was.</summary>
    public void Pause(DateTimeOffset until, string why, bool hold, Actor actor, DateTimeOffset now) =>
        (PausedAt, PausedUntil, PausedBy, PausedWhy, Held, ReleasedBy) = (now, until, actor.Name, why, hold, null);

    /// <summary>Its hold ends at a moment (UTC), its turn among several that are released; never later than it would.</summary>
    public void Release(DateTimeOffset at, Actor actor) => (PausedUntil, ReleasedBy) = (at < PausedUntil ? at : PausedUntil, actor.Name);

    /// <summary>Starts again; false when it was not paused.</summary>
    public bool Resume()
    {
        var was = PausedAt is not null;
        (PausedAt, PausedUntil, PausedBy, PausedWhy, Held, ReleasedBy) = (null, null, null, null, false, null);
        return was;
    }

    /// <summary>Remembers what the alerts about its deadline say; false when they say so already.</summary>
    public bool Judge(DateTimeOffset? warnedFor, DateTimeOffset? lateFor)
    {
        var changed = (WarnedFor, LateFor) != (warnedFor, lateFor);
        (WarnedFor, LateFor) = (warnedFor, lateFor);
        return changed;
    }

    /// <summary>Takes it out of use; false when it was already.</summary>
    public bool Retire(DateTimeOffset now)
    {
        if (RetiredAt is not null)
        {
            return false;
        }

        (RetiredAt, NextAt) = (now, null);
        return true;
    }
}
