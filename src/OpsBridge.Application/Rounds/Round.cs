using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;

namespace OpsBridge.Rounds;

/// <summary>
/// One round of a checklist: due at a moment, open some time before it, overdue some time after it. It belongs to the shift in
/// which it is due; unfinished at the end of that shift it is carried over to the next one, once.
/// </summary>
public sealed class Round
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxWhy = 500;

    private Round()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The checklist.</summary>
    public Guid ChecklistId { get; private init; }

    /// <summary>Number of the checklist's version; kept from the moment on at which it opens.</summary>
    public int Number { get; private set; }

    /// <summary>Name of the checklist by that version.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The desk whose watch does it.</summary>
    public Guid DeskId { get; private set; }

    /// <summary>How many steps it has.</summary>
    public int Steps { get; private set; }

    /// <summary>When it is due (UTC); unique for a checklist.</summary>
    public DateTimeOffset DueAt { get; private init; }

    /// <summary>From when it can be done (UTC).</summary>
    public DateTimeOffset OpensAt { get; private set; }

    /// <summary>From when it is overdue (UTC).</summary>
    public DateTimeOffset OverdueAt { get; private set; }

    /// <summary>The planned shift in which it is due; null where none is planned.</summary>
    public Guid? ShiftId { get; private set; }

    /// <summary>End of that shift (UTC): unfinished then, it is carried over.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>What is stored of its state.</summary>
    public RoundStage Stage { get; private set; }

    /// <summary>Since when it is overdue (UTC), as it was noticed; null while it is not.</summary>
    public DateTimeOffset? OverdueSince { get; private set; }

    /// <summary>When it was carried over (UTC); null while it was not.</summary>
    public DateTimeOffset? CarriedAt { get; private set; }

    /// <summary>End of the shift that it was carried over to (UTC): unfinished then, it is not done.</summary>
    public DateTimeOffset? CarriedUntil { get; private set; }

    /// <summary>Who took it; null for nobody.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>That person's name.</summary>
    public string? OwnerName { get; private set; }

    /// <summary>When somebody first took it (UTC).</summary>
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>When it was finished, skipped or given up (UTC).</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>By whom.</summary>
    public string? FinishedBy { get; private set; }

    /// <summary>Why it was skipped.</summary>
    public string? Why { get; private set; }

    /// <summary>How many steps are not as they should be or not applicable, once it is finished.</summary>
    public int Deviations { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>Whether it still has to be done.</summary>
    public bool IsOpen => Stage is RoundStage.Planned or RoundStage.Taken;

    /// <summary>A round made ahead.</summary>
    internal static Round Plan(ChecklistVersion version, PlannedRound planned, DateTimeOffset now)
    {
        var round = new Round { Id = Guid.CreateVersion7(now), ChecklistId = version.ChecklistId, DueAt = planned.DueAt };
        round.Replan(version, planned);
        return round;
    }

    /// <summary>Takes over another version or another shift; only before it opens.</summary>
    internal void Replan(ChecklistVersion version, PlannedRound planned)
    {
        var details = version.Details;
        (Number, Name, DeskId, Steps) = (version.Number, details.Name, details.DeskId, details.Steps.Count);
        (OpensAt, OverdueAt) = (DueAt - TimeSpan.FromMinutes(details.OpensBefore), DueAt + TimeSpan.FromMinutes(details.Grace));
        (ShiftId, EndsAt) = (planned.ShiftId, planned.EndsAt);
    }

    /// <summary>Where it is in its life at a moment.</summary>
    public RoundState StateAt(DateTimeOffset now) => Stage switch
    {
        RoundStage.Done => RoundState.Done,
        RoundStage.Deviations => RoundState.DoneWithDeviations,
        RoundStage.Skipped => RoundState.Skipped,
        RoundStage.NotDone => RoundState.NotDone,
        _ when now >= OverdueAt => RoundState.Overdue,
        RoundStage.Taken => RoundState.InProgress,
        _ => now >= OpensAt ? RoundState.Open : RoundState.Waiting,
    };

    /// <summary>Somebody takes it, also from somebody else; false when it is theirs already.</summary>
    internal bool Take(Actor by, DateTimeOffset now)
    {
        if (OwnerId == by.Id && Stage == RoundStage.Taken)
        {
            return false;
        }

        (Stage, TakenAt) = (RoundStage.Taken, TakenAt ?? now);
        Give(by.Id, by.Name);
        return true;
    }

    /// <summary>Another person, or nobody, does it from now on.</summary>
    internal void Give(Guid? ownerId, string? ownerName) => (OwnerId, OwnerName) = (ownerId, ownerName);

    /// <summary>Every step is answered.</summary>
    internal void Finish(int deviations, Actor by, DateTimeOffset now) =>
        (Stage, Deviations, FinishedAt, FinishedBy) = (deviations == 0 ? RoundStage.Done : RoundStage.Deviations, deviations, now, by.Name);

    /// <summary>A reading was corrected after the end: what it says about deviations follows.</summary>
    internal void Recount(int deviations) => (Stage, Deviations) = (deviations == 0 ? RoundStage.Done : RoundStage.Deviations, deviations);

    /// <summary>Left out on purpose.</summary>
    internal void Skip(string why, Actor by, DateTimeOffset now) => (Stage, Why, FinishedAt, FinishedBy) = (RoundStage.Skipped, why, now, by.Name);

    /// <summary>It is noticed that it is overdue.</summary>
    internal void NoticeOverdue() => OverdueSince = OverdueAt;

    /// <summary>Carried over to the next shift.</summary>
    internal void Carry(DateTimeOffset until, DateTimeOffset now) => (CarriedAt, CarriedUntil) = (now, until);

    /// <summary>Nobody finished it.</summary>
    internal void Miss(DateTimeOffset now) => (Stage, FinishedAt) = (RoundStage.NotDone, now);
}
