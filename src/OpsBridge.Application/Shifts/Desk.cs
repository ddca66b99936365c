namespace OpsBridge.Shifts;

/// <summary>
/// A place of the bridge that somebody answers for at every moment. A bridge may have several: one for everything, or one for
/// each field of work. Shifts, the watch, log book and handover all belong to a desk.
/// </summary>
public sealed class Desk
{
    private Desk()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>What operators call it; unique among desks in use, letter case aside.</summary>
    public string Name { get; private set; } = "";

    /// <summary>IANA zone of the clocks at the desk; its shifts change by them.</summary>
    public string Zone { get; private set; } = "";

    /// <summary>How many people a shift needs at least; 1 to 20.</summary>
    public int MinimumPeople { get; private set; }

    /// <summary>How many of them must be supervisors; 0 to 5.</summary>
    public int MinimumSupervisors { get; private set; }

    /// <summary>Minutes that those coming on are at the desk before their shift begins, for the handover; 0 to 120.</summary>
    public int OverlapMinutes { get; private set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was given up (UTC); null while in use.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new desk from valid, normalized values.</summary>
    public static Desk Create(DeskDetails details, DateTimeOffset now)
    {
        var desk = new Desk { Id = Guid.CreateVersion7(now), CreatedAt = now };
        desk.Change(details);
        return desk;
    }

    /// <summary>Takes over valid, normalized values.</summary>
    public void Change(DeskDetails details)
    {
        Name = details.Name;
        Zone = details.Zone;
        MinimumPeople = details.MinimumPeople;
        MinimumSupervisors = details.MinimumSupervisors;
        OverlapMinutes = details.OverlapMinutes;
    }

    /// <summary>Gives it up; false when it was given up before.</summary>
    public bool Retire(DateTimeOffset now)
    {
        if (RetiredAt is not null)
        {
            return false;
        }

        RetiredAt = now;
        return true;
    }
}
