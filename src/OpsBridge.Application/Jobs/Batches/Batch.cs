using OpsBridge.Identity;

namespace OpsBridge.Jobs.Batches;

/// <summary>Jobs that together must be complete by a time of day.</summary>
public sealed class Batch
{
    private Batch()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Everything that was said about it last.</summary>
    public BatchDetails Details { get; private set; } = null!;

    /// <summary>Unique among the batches in use; the name in <see cref="Details"/>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of the version, 1 for the first.</summary>
    public int Number { get; private set; }

    /// <summary>Who changed it last, by name.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When it was changed last (UTC).</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Deadlines after this moment (UTC) are judged: since then it has these jobs and this time.</summary>
    public DateTimeOffset JudgedFrom { get; private set; }

    /// <summary>When it was taken out of use (UTC).</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>The coming deadline (UTC) that it is expected to miss, as an alert says; null when all is well.</summary>
    public DateTimeOffset? WarnedFor { get; private set; }

    /// <summary>The last deadline (UTC), which it missed and has not made good; null for none.</summary>
    public DateTimeOffset? LateFor { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new batch from valid details.</summary>
    public static Batch Create(BatchDetails details, Actor actor, DateTimeOffset now)
    {
        var batch = new Batch { Id = Guid.CreateVersion7(now) };
        batch.Change(details, actor, now);
        return batch;
    }

    /// <summary>Takes over valid details as a new version; one with another time or other jobs is judged from now on.</summary>
    public void Change(BatchDetails details, Actor actor, DateTimeOffset now)
    {
        JudgedFrom = Details is not null && Details.IsJudgedLike(details) ? JudgedFrom : now;
        (Details, Name) = (details, details.Name);
        (Number, ChangedBy, ChangedAt) = (Number + 1, actor.Name, now);
    }

    /// <summary>Remembers what the alert says; false when it says so already.</summary>
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

        (RetiredAt, WarnedFor, LateFor) = (now, null, null);
        return true;
    }
}
