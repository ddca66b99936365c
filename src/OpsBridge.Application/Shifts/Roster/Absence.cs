namespace OpsBridge.Shifts.Roster;

/// <summary>Why somebody is away.</summary>
public enum AbsenceKind
{
    /// <summary>Holidays of their own.</summary>
    Leave,

    /// <summary>Ill.</summary>
    Sick,

    /// <summary>On a course.</summary>
    Training,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Whole days on which somebody stands no shift. Shifts that they were on become gaps and are shown as such.</summary>
public sealed class Absence
{
    private Absence()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Who.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The first day, on the clocks of the desks.</summary>
    public DateOnly FirstDay { get; private init; }

    /// <summary>The last day, included.</summary>
    public DateOnly LastDay { get; private init; }

    /// <summary>Why.</summary>
    public AbsenceKind Kind { get; private init; }

    /// <summary>When it was recorded (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Records days away.</summary>
    public static Absence Of(Guid account, DateOnly first, DateOnly last, AbsenceKind kind, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), AccountId = account, FirstDay = first, LastDay = last, Kind = kind, CreatedAt = now };

    /// <summary>Whether the day belongs to it.</summary>
    public bool Holds(DateOnly day) => FirstDay <= day && day <= LastDay;
}
