namespace OpsBridge.Shifts;

/// <summary>
/// One planned shift of a desk: from a moment (included) to a moment (excluded). Two shifts of a desk never overlap; the
/// database refuses it. The minutes of overlap for the handover are not part of the shift.
/// </summary>
public sealed class Shift
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 40;

    private Shift()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>What operators call it, for example Early; 1 to 40 characters.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The day on the desk's clocks on which it begins.</summary>
    public DateOnly Day { get; private init; }

    /// <summary>When it begins (UTC), this moment included.</summary>
    public DateTimeOffset StartsAt { get; private init; }

    /// <summary>When it ends (UTC), this moment excluded; the cut of the handover to the next shift.</summary>
    public DateTimeOffset EndsAt { get; private init; }

    /// <summary>The pattern that made it; null for one planned by hand.</summary>
    public Guid? PatternId { get; private init; }

    /// <summary>The crew whose turn it is by the pattern; null for none.</summary>
    public string? Crew { get; private init; }

    /// <summary>A planned shift.</summary>
    /// <exception cref="ArgumentException">It would end before it begins or last no time.</exception>
    public static Shift Plan(Guid desk, string name, DateOnly day, DateTimeOffset startsAt, DateTimeOffset endsAt, Guid? pattern = null, string? crew = null) =>
        endsAt <= startsAt
            ? throw new ArgumentException("A shift ends after it begins.", nameof(endsAt))
            : new Shift
            {
                Id = Guid.CreateVersion7(startsAt),
                DeskId = desk,
                Name = name,
                Day = day,
                StartsAt = startsAt.ToUniversalTime(),
                EndsAt = endsAt.ToUniversalTime(),
                PatternId = pattern,
                Crew = crew,
            };

    /// <summary>Whether the moment belongs to it.</summary>
    public bool Holds(DateTimeOffset at) => StartsAt <= at && at < EndsAt;
}
