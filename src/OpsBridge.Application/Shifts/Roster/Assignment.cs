namespace OpsBridge.Shifts.Roster;

/// <summary>How somebody came onto a shift.</summary>
public enum AssignmentOrigin
{
    /// <summary>By the turn of their crew.</summary>
    Rotation,

    /// <summary>A supervisor put them there.</summary>
    Planned,

    /// <summary>By a swap.</summary>
    Swap,
}

/// <summary>
/// Somebody on a shift. It is never changed: moving somebody ends one and makes another, so that what names an assignment
/// (a swap) notices. Nobody is on two shifts at one moment; the database refuses it.
/// </summary>
public sealed class Assignment
{
    private Assignment()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The shift.</summary>
    public Guid ShiftId { get; private init; }

    /// <summary>Who.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>When the shift begins (UTC), kept here for the rule that nobody is in two places.</summary>
    public DateTimeOffset StartsAt { get; private init; }

    /// <summary>When it ends (UTC).</summary>
    public DateTimeOffset EndsAt { get; private init; }

    /// <summary>How they came onto it.</summary>
    public AssignmentOrigin Origin { get; private init; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Puts somebody on a shift.</summary>
    public static Assignment Of(Shift shift, Guid account, AssignmentOrigin origin, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ShiftId = shift.Id,
        AccountId = account,
        StartsAt = shift.StartsAt,
        EndsAt = shift.EndsAt,
        Origin = origin,
        CreatedAt = now,
    };
}
