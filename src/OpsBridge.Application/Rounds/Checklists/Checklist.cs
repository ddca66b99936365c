using OpsBridge.Identity;

namespace OpsBridge.Rounds.Checklists;

/// <summary>
/// A list of steps that the watch of a desk goes through again and again. Every change is a new version; rounds are made of the
/// version that was approved last, and a round that has begun keeps its own.
/// </summary>
public sealed class Checklist
{
    private Checklist()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Name by the version in force, else by the newest.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The desk by the same version.</summary>
    public Guid DeskId { get; private set; }

    /// <summary>Number of the newest version, from 1.</summary>
    public int Newest { get; private set; }

    /// <summary>Number of the version in force; null while none was approved.</summary>
    public int? InForce { get; private set; }

    /// <summary>Since when that version is in force (UTC); rounds are made from then on.</summary>
    public DateTimeOffset? InForceSince { get; private set; }

    /// <summary>When it was given up (UTC); null while in use.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new one from valid, normalized values.</summary>
    internal static (Checklist Checklist, ChecklistVersion Version) Write(ChecklistDetails details, Actor by, DateTimeOffset now)
    {
        var checklist = new Checklist { Id = Guid.CreateVersion7(now) };
        return (checklist, checklist.Change(details, by, now));
    }

    /// <summary>The next version, a draft until it is approved.</summary>
    internal ChecklistVersion Change(ChecklistDetails details, Actor by, DateTimeOffset now)
    {
        Newest++;
        if (InForce is null)
        {
            (Name, DeskId) = (details.Name, details.DeskId);
        }

        return ChecklistVersion.Of(Id, Newest, details, by, now);
    }

    /// <summary>Puts the newest version in force; false when it is in force already.</summary>
    internal bool Approve(ChecklistVersion version, Actor by, DateTimeOffset now)
    {
        if (InForce == version.Number)
        {
            return false;
        }

        version.Approve(by, now);
        (InForce, InForceSince, Name, DeskId) = (version.Number, now, version.Details.Name, version.Details.DeskId);
        return true;
    }

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

/// <summary>One version of a checklist; what it says never changes (the database refuses).</summary>
public sealed class ChecklistVersion
{
    private ChecklistVersion()
    {
    }

    /// <summary>The checklist.</summary>
    public Guid ChecklistId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    /// <summary>What it says.</summary>
    public ChecklistDetails Details { get; private init; } = null!;

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset WrittenAt { get; private init; }

    /// <summary>By whom.</summary>
    public string WrittenBy { get; private init; } = "";

    /// <summary>When it was approved (UTC); null for a draft.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>By whom.</summary>
    public string? ApprovedBy { get; private set; }

    internal static ChecklistVersion Of(Guid checklist, int number, ChecklistDetails details, Actor by, DateTimeOffset now) =>
        new() { ChecklistId = checklist, Number = number, Details = details, WrittenAt = now, WrittenBy = by.Name };

    internal void Approve(Actor by, DateTimeOffset now) => (ApprovedAt, ApprovedBy) = (now, by.Name);
}
