namespace OpsBridge.Shifts.Handover;

/// <summary>
/// The head of a handover: whose watch passes to whom at which moment, and how far it is. What was written, ticked, asked and
/// signed are rows of their own that are only ever added.
/// </summary>
public sealed class WatchHandover
{
    private WatchHandover()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>The shift that ends; null when none was planned.</summary>
    public Guid? OutgoingShiftId { get; private init; }

    /// <summary>The shift that begins; null when none was planned.</summary>
    public Guid? IncomingShiftId { get; private init; }

    /// <summary>Name of the shift that ends.</summary>
    public string OutgoingShift { get; private init; } = "";

    /// <summary>Name of the shift that begins.</summary>
    public string IncomingShift { get; private init; } = "";

    /// <summary>The cut of the handover before (UTC), included.</summary>
    public DateTimeOffset From { get; private init; }

    /// <summary>T as planned (UTC).</summary>
    public DateTimeOffset PlannedAt { get; private init; }

    /// <summary>End of the shift that begins (UTC).</summary>
    public DateTimeOffset NextUntil { get; private init; }

    /// <summary>T as it was (UTC): what happened at it or later belongs to the next; null before Accept.</summary>
    public DateTimeOffset? CutAt { get; private set; }

    /// <summary>Where it is in its life.</summary>
    public HandoverState State { get; private set; }

    /// <summary>1, and one more each time that it is prepared again: ticks and signatures of earlier rounds no longer count.</summary>
    public int Round { get; private set; } = 1;

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When preparing began (UTC).</summary>
    public DateTimeOffset? OpenedAt { get; private set; }

    /// <summary>When those going off signed this round (UTC).</summary>
    public DateTimeOffset? PreparedAt { get; private set; }

    /// <summary>Who is reading it.</summary>
    public Guid? ReviewerId { get; private set; }

    /// <summary>That person's name.</summary>
    public string? Reviewer { get; private set; }

    /// <summary>When reading began this round (UTC).</summary>
    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>How the two met.</summary>
    public string? Mode { get; private set; }

    /// <summary>Why it was last sent back.</summary>
    public string? RejectReason { get; private set; }

    /// <summary>When the watch passed (UTC).</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>T: as it was, or else as planned.</summary>
    public DateTimeOffset At => CutAt ?? PlannedAt;

    /// <summary>What it tells of.</summary>
    public HandoverSpan Span => new(DeskId, From, At, NextUntil);

    /// <summary>A handover to come.</summary>
    /// <exception cref="ArgumentException">T is not after the cut before.</exception>
    public static WatchHandover Schedule(HandoverPlan plan, DateTimeOffset now) => plan.At <= plan.From
        ? throw new ArgumentException("A handover tells of some time.", nameof(plan))
        : new WatchHandover
        {
            Id = Guid.CreateVersion7(now),
            DeskId = plan.DeskId,
            OutgoingShiftId = plan.OutgoingShiftId,
            IncomingShiftId = plan.IncomingShiftId,
            OutgoingShift = plan.Outgoing,
            IncomingShift = plan.Incoming,
            From = Exact(plan.From),
            PlannedAt = Exact(plan.At),
            NextUntil = Exact(plan.NextUntil),
            CreatedAt = Exact(now),
            State = HandoverState.Scheduled,
        };

    /// <summary>A moment as the database holds it: whole microseconds, UTC.</summary>
    public static DateTimeOffset Exact(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    internal void Open(DateTimeOffset now) => (State, OpenedAt) = (HandoverState.Preparing, now);

    internal void Sign(DateTimeOffset now) => (State, PreparedAt) = (HandoverState.Prepared, now);

    internal void PrepareAgain(HandoverState state, string? why)
    {
        (State, PreparedAt, RejectReason) = (state, null, why ?? RejectReason);
        (ReviewerId, Reviewer, ReviewedAt, Mode) = (null, null, null, null);
        Round++;
    }

    internal void Review(Guid who, string name, string mode, DateTimeOffset now) =>
        (State, ReviewerId, Reviewer, Mode, ReviewedAt) = (HandoverState.Reviewing, who, name, mode, ReviewedAt ?? now);

    internal void Accept(Guid who, string name, DateTimeOffset now)
    {
        (State, ReviewerId, Reviewer, AcceptedAt) = (HandoverState.Accepted, who, name, now);
        CutAt = now < PlannedAt ? now : PlannedAt;
    }

    internal void Enter(HandoverState state) => State = state;
}

/// <summary>What a handover is made from.</summary>
/// <param name="DeskId">The desk.</param>
/// <param name="From">The cut before (UTC).</param>
/// <param name="At">T as planned (UTC), after <paramref name="From"/>.</param>
/// <param name="NextUntil">End of the next shift (UTC).</param>
public sealed record HandoverPlan(Guid DeskId, DateTimeOffset From, DateTimeOffset At, DateTimeOffset NextUntil)
{
    /// <summary>The shift that ends.</summary>
    public Guid? OutgoingShiftId { get; init; }

    /// <summary>The shift that begins.</summary>
    public Guid? IncomingShiftId { get; init; }

    /// <summary>What the shift that ends is called.</summary>
    public string Outgoing { get; init; } = "This watch";

    /// <summary>What the shift that begins is called.</summary>
    public string Incoming { get; init; } = "next watch";
}
