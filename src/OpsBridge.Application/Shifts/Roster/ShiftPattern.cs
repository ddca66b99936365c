namespace OpsBridge.Shifts.Roster;

/// <summary>The rhythm by which the shifts of a desk are made; a desk has at most one in use.</summary>
public sealed class ShiftPattern
{
    private ShiftPattern()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>Its name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Day 1 of a cycle, on the desk's clocks.</summary>
    public DateOnly FirstDay { get; private init; }

    /// <summary>After how many days it begins again; 1 to 84.</summary>
    public int CycleDays { get; private init; }

    /// <summary>Its shifts.</summary>
    public IReadOnlyList<PatternSlot> Slots { get; private init; } = [];

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When another took its place (UTC); null while in use.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The last day for which shifts are made; later days are made by the rounds.</summary>
    public DateOnly MadeUntil { get; private set; }

    /// <summary>A pattern from valid, normalized details.</summary>
    public static ShiftPattern Create(Guid desk, PatternDetails details, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DeskId = desk,
        Name = details.Name,
        FirstDay = details.FirstDay,
        CycleDays = details.CycleDays,
        Slots = details.Slots,
        CreatedAt = now,
        MadeUntil = details.FirstDay.AddDays(-1),
    };

    /// <summary>What was said about it.</summary>
    public PatternDetails ToDetails() => new(Name, FirstDay, CycleDays, Slots);

    /// <summary>Shifts are made up to this day.</summary>
    public void Made(DateOnly until) => MadeUntil = until > MadeUntil ? until : MadeUntil;

    /// <summary>Another takes its place.</summary>
    public void End(DateTimeOffset now) => EndedAt ??= now;
}
