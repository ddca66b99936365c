using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Shifts.Staffing;

/// <summary>A handover in work.</summary>
/// <param name="Row">Which, and how far it is.</param>
/// <param name="Since">Since when it is in its state (UTC); of one that was sent back, since it was opened.</param>
/// <param name="Risks">Why a supervisor must countersign it; empty where nobody must.</param>
/// <param name="CountersignedBy">Who has; null while nobody has.</param>
public sealed record OpenHandoverRow(HandoverRow Row, DateTimeOffset Since, IReadOnlyList<string> Risks, string? CountersignedBy)
{
    /// <summary>Whether it cannot be accepted before a supervisor has signed.</summary>
    public bool WaitsForCountersign => Risks.Count > 0 && CountersignedBy is null;
}

/// <summary>Reads the handovers in work.</summary>
public interface IOpenHandovers
{
    /// <summary>Those that were opened and not accepted, and those whose moment has passed; the ones that wait for a supervisor first.</summary>
    Task<IReadOnlyList<OpenHandoverRow>> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IOpenHandovers"/>
public sealed class OpenHandovers(IDbContextFactory<OpsDbContext> contexts, IHandoverReader reader, TimeProvider clock) : IOpenHandovers
{
    /// <summary>Tables whose change concerns them.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["handovers", "handover_signatures"];

    /// <inheritdoc />
    public async Task<IReadOnlyList<OpenHandoverRow>> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.OverseeHandovers);
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = db.Set<WatchHandover>().Where(h => h.AcceptedAt == null && h.State != HandoverState.Lapsed && (h.State != HandoverState.Scheduled || h.PlannedAt <= now));
        var heads = await open.AsNoTracking().ToDictionaryAsync(h => h.Id, ct);
        var rows = new List<OpenHandoverRow>();
        foreach (var row in (await HandoverList.RowsAsync(db, open, ct)).Where(r => heads.ContainsKey(r.Id)))
        {
            // Risks come from facts, and reading facts is dear: only where a countersignature can be given at all.
            var view = HandoverLife.BetweenSignatures.Contains(row.State) ? await reader.ReadAsync(row.Id, actor, ct) : null;
            rows.Add(new OpenHandoverRow(row, Since(heads[row.Id]), view?.Risks ?? [], view?.Case.Countersigned?.Name));
        }

        return [.. rows.OrderByDescending(r => r.WaitsForCountersign).ThenBy(r => r.Row.At)];
    }

    private static DateTimeOffset Since(WatchHandover head) => head.State switch
    {
        HandoverState.Prepared => head.PreparedAt,
        HandoverState.Reviewing or HandoverState.ReadBack => head.ReviewedAt,
        _ => head.OpenedAt,
    } ?? head.PlannedAt;
}
