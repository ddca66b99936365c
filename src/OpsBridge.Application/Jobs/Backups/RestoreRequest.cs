using OpsBridge.Identity;

namespace OpsBridge.Jobs.Backups;

/// <summary>Where a request to restore stands.</summary>
public enum RestoreState
{
    /// <summary>Waits for a second person.</summary>
    Asked,

    /// <summary>Two persons agree; it runs next.</summary>
    Approved,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>It was restored.</summary>
    Done,

    /// <summary>It could not be restored.</summary>
    Failed,

    /// <summary>Nobody approved it in time.</summary>
    Expired,

    /// <summary>Taken back or refused.</summary>
    Refused,
}

/// <summary>
/// Somebody asks that a copy be restored under a new name; somebody else must agree. A guarded action: two persons, the name
/// typed, one hour. Never over anything that exists.
/// </summary>
public sealed class RestoreRequest
{
    /// <summary>How long it waits for the second person.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private RestoreRequest()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The copy.</summary>
    public Guid CopyId { get; private init; }

    /// <summary>Name of the database or folder to make.</summary>
    public string NewName { get; private init; } = "";

    /// <summary>Why.</summary>
    public string Why { get; private init; } = "";

    /// <summary>Account that asked.</summary>
    public Guid? AskedById { get; private init; }

    /// <summary>Who asked, by name.</summary>
    public string AskedBy { get; private init; } = "";

    /// <summary>When (UTC).</summary>
    public DateTimeOffset AskedAt { get; private init; }

    /// <summary>Until when somebody may agree (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Who decided, by name.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Where it stands.</summary>
    public RestoreState State { get; private set; }

    /// <summary>The run that carries it out.</summary>
    public Guid? RunId { get; private set; }

    /// <summary>How it ended, in words.</summary>
    public string Result { get; private set; } = "";

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new request.</summary>
    public static RestoreRequest Ask(Guid copyId, string newName, string why, Actor actor, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        CopyId = copyId,
        NewName = newName,
        Why = why,
        AskedById = actor.Id,
        AskedBy = actor.Name,
        AskedAt = now,
        ExpiresAt = now + Patience,
    };

    /// <summary>Whether it waits for somebody now.</summary>
    public bool IsOpen(DateTimeOffset now) => State == RestoreState.Asked && now < ExpiresAt;

    /// <summary>Whether the actor may agree: somebody else than who asked.</summary>
    public bool MayBeApprovedBy(Actor actor) => actor.Id is not null && actor.Id != AskedById && actor.Name != AskedBy;

    /// <summary>The second person agrees.</summary>
    internal void Approve(Actor actor, DateTimeOffset now) => (State, DecidedBy, DecidedAt) = (RestoreState.Approved, actor.Name, now);

    /// <summary>Taken back or refused.</summary>
    internal void Refuse(Actor actor, DateTimeOffset now) => (State, DecidedBy, DecidedAt) = (RestoreState.Refused, actor.Name, now);

    /// <summary>Nobody agreed in time.</summary>
    internal void Expire() => State = RestoreState.Expired;

    /// <summary>A run takes it on.</summary>
    internal void Start(Guid runId) => (State, RunId) = (RestoreState.Running, runId);

    /// <summary>It ended.</summary>
    internal void End(bool good, string words) => (State, Result) = (good ? RestoreState.Done : RestoreState.Failed, words.Length <= 500 ? words : words[..500]);
}
