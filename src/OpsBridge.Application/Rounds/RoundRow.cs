using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts;

namespace OpsBridge.Rounds;

/// <summary>A round as lists show it.</summary>
public sealed record RoundRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>The checklist.</summary>
    public required Guid ChecklistId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The desk.</summary>
    public required Guid DeskId { get; init; }

    /// <summary>Its name.</summary>
    public required string DeskName { get; init; }

    /// <summary>Where in its life when it was read.</summary>
    public required RoundState State { get; init; }

    /// <summary>When it is due (UTC).</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>From when it can be done (UTC).</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>From when it is overdue (UTC).</summary>
    public required DateTimeOffset OverdueAt { get; init; }

    /// <summary>When it was carried over (UTC); null when it was not.</summary>
    public DateTimeOffset? CarriedAt { get; init; }

    /// <summary>Until when it can still be done, once carried over (UTC).</summary>
    public DateTimeOffset? CarriedUntil { get; init; }

    /// <summary>Who took it.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>That person's name.</summary>
    public string? OwnerName { get; init; }

    /// <summary>When somebody first took it (UTC).</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public string? FinishedBy { get; init; }

    /// <summary>Why it was skipped.</summary>
    public string? Why { get; init; }

    /// <summary>How many steps it has.</summary>
    public int Steps { get; init; }

    /// <summary>How many are answered.</summary>
    public int Answered { get; init; }

    /// <summary>How many are not as they should be or not applicable, so far.</summary>
    public int Deviations { get; init; }

    /// <summary>Whether it still has to be done.</summary>
    public bool IsOpen => State is RoundState.Waiting or RoundState.Open or RoundState.InProgress or RoundState.Overdue;

    /// <summary>The rows of rounds, in their order.</summary>
    internal static async Task<IReadOnlyList<RoundRow>> ReadAsync(OpsDbContext db, IQueryable<Round> rounds, DateTimeOffset now, CancellationToken ct)
    {
        var found = await (
            from round in rounds.AsNoTracking()
            join desk in db.Set<Desk>() on round.DeskId equals desk.Id
            select new
            {
                Round = round,
                Desk = desk.Name,
                Answered = db.Set<Reading>().Count(r => r.RoundId == round.Id && r.Number == 1),
                Deviations = db.Set<Reading>().Count(r => r.RoundId == round.Id && (r.NotApplicable || r.Verdict != Checklists.Verdict.Good)
                    && !db.Set<Reading>().Any(later => later.RoundId == r.RoundId && later.StepId == r.StepId && later.Number > r.Number)),
            }).ToListAsync(ct);
        return [.. found.Select(f => Of(f.Round, f.Desk, f.Answered, f.Deviations, now))];
    }

    /// <summary>One row.</summary>
    internal static RoundRow Of(Round round, string desk, int answered, int deviations, DateTimeOffset now) => new()
    {
        Id = round.Id,
        ChecklistId = round.ChecklistId,
        Name = round.Name,
        DeskId = round.DeskId,
        DeskName = desk,
        State = round.StateAt(now),
        DueAt = round.DueAt,
        OpensAt = round.OpensAt,
        OverdueAt = round.OverdueAt,
        CarriedAt = round.CarriedAt,
        CarriedUntil = round.CarriedUntil,
        OwnerId = round.OwnerId,
        OwnerName = round.OwnerName,
        TakenAt = round.TakenAt,
        FinishedAt = round.FinishedAt,
        FinishedBy = round.FinishedBy,
        Why = round.Why,
        Steps = round.Steps,
        Answered = answered,
        Deviations = deviations,
    };
}
