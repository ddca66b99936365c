using OpsBridge.Identity;

namespace OpsBridge.Rounds.Runbooks;

/// <summary>What to do about alerts of a kind. Every change is a new version, approved by somebody else than its writer.</summary>
public sealed class Runbook
{
    private Runbook()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Number of the newest version, from 1.</summary>
    public int Newest { get; private set; }

    /// <summary>When it was given up (UTC); null while in use.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new one from valid, normalized values.</summary>
    internal static (Runbook Book, RunbookVersion Version) Write(RunbookDetails details, Actor by, DateTimeOffset now)
    {
        var book = new Runbook { Id = Guid.CreateVersion7(now) };
        return (book, book.Change(details, by, now));
    }

    /// <summary>The next version, a draft until it is approved.</summary>
    internal RunbookVersion Change(RunbookDetails details, Actor by, DateTimeOffset now) => RunbookVersion.Of(Id, ++Newest, details, by, now);

    /// <summary>Gives it up; false when it was given up before.</summary>
    internal bool Retire(DateTimeOffset now)
    {
        if (RetiredAt is not null)
        {
            return false;
        }

        RetiredAt = now;
        return true;
    }
}

/// <summary>One version of a runbook; what it says never changes (the database refuses).</summary>
public sealed class RunbookVersion
{
    private RunbookVersion()
    {
    }

    /// <summary>The runbook.</summary>
    public Guid RunbookId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    /// <summary>What it says.</summary>
    public RunbookDetails Details { get; private init; } = null!;

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset WrittenAt { get; private init; }

    /// <summary>Account of the writer.</summary>
    public Guid? WrittenById { get; private init; }

    /// <summary>The writer's name at that time.</summary>
    public string WrittenBy { get; private init; } = "";

    /// <summary>When it was approved (UTC); null for a draft.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>By whom.</summary>
    public string? ApprovedBy { get; private set; }

    /// <summary>From when it is in force (UTC); null for a draft.</summary>
    public DateTimeOffset? EffectiveAt { get; private set; }

    internal static RunbookVersion Of(Guid book, int number, RunbookDetails details, Actor by, DateTimeOffset now) =>
        new() { RunbookId = book, Number = number, Details = details, WrittenAt = now, WrittenById = by.Id, WrittenBy = by.Name };

    /// <summary>Whether the actor wrote it: nobody approves what they wrote.</summary>
    internal bool IsBy(Actor actor) => WrittenById is null ? actor.Id is null && actor.Name == WrittenBy : WrittenById == actor.Id;

    internal void Approve(Actor by, DateTimeOffset now) =>
        (ApprovedAt, ApprovedBy, EffectiveAt) = (now, by.Name, Details.EffectiveFrom > now ? Details.EffectiveFrom : now);
}
