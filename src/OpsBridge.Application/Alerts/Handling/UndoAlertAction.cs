using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Handling;

/// <summary>Answer of <see cref="UndoAlertAction"/>.</summary>
public abstract record UndoResult
{
    private UndoResult()
    {
    }

    /// <summary>Every alert of the action decided; those that nobody moved since stand as before.</summary>
    /// <param name="Alerts">One per alert that the action had moved.</param>
    public sealed record Undone(IReadOnlyList<HandledAlert> Alerts) : UndoResult;

    /// <summary>More than <see cref="UndoAlertAction.Window"/> ago.</summary>
    public sealed record TooLate : UndoResult;

    /// <summary>No such action of this operator: notes and links only add, and nobody undoes for another.</summary>
    public sealed record NotFound : UndoResult;
}

/// <summary>
/// An operator takes an action back: each of its alerts stands again as before, unless somebody or something moved it since.
/// It is a step of its own in the history; nothing is erased.
/// </summary>
public sealed class UndoAlertAction(IDbContextFactory<OpsDbContext> contexts, AlertSteps steps, TimeProvider clock)
{
    /// <summary>How long an action can be undone.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Takes the action back.</summary>
    public async Task<UndoResult> HandleAsync(Guid actionId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.HandleAlerts);
        var now = clock.GetUtcNow();
        var taken = await StepsAsync(actionId, now, ct);
        if (taken.Count == 0 || taken[0].ActorId != actor.Id || taken[0].ActorName != actor.Name)
        {
            return new UndoResult.NotFound();
        }

        if (taken[0].At < now - Window)
        {
            return new UndoResult.TooLate();
        }

        while (true)
        {
            try
            {
                return new UndoResult.Undone(await UndoAsync(taken, actor, now, ct));
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // The condition of an alert to be opened again was raised anew meanwhile: decide again, now seeing it.
            }
        }
    }

    private async Task<IReadOnlyList<HandledAlert>> UndoAsync(IReadOnlyList<AlertTransition> taken, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var byAlert = taken.ToDictionary(t => t.AlertId);
        var openAgain = new HashSet<string>(StringComparer.Ordinal);
        Dictionary<long, AlertTransition> since = [];
        return await steps.MoveAsync([.. byAlert.Keys], LookAsync, Decide, actor, ct);

        async Task LookAsync(OpsDbContext db, IReadOnlyList<Alert> alerts)
        {
            var closed = alerts.Where(a => a.State == AlertState.Closed).Select(a => a.Fingerprint).ToArray();
            openAgain = [.. await OpenAsync(db, closed, ct)];
            since = await LatestAsync(db, [.. alerts.Where(a => a.Revision != byAlert[a.Id].Revision).Select(a => a.Id)], taken[0].At, ct);
        }

        AlertOutcome Decide(Alert alert) => alert switch
        {
            _ when since.TryGetValue(alert.Id, out var later) => new AlertOutcome.Refused(Refusal.MovedSince, later.ActorName, later.At),
            { State: AlertState.Closed } when openAgain.Contains(alert.Fingerprint) => new AlertOutcome.Refused(Refusal.NewerOpen),
            _ => alert.Undo(byAlert[alert.Id], actor, now),
        };
    }

    private async Task<IReadOnlyList<AlertTransition>> StepsAsync(Guid actionId, DateTimeOffset now, CancellationToken ct)
    {
        var lately = now.AddDays(-1); // looks into two partitions instead of four hundred
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<AlertTransition>().AsNoTracking().Where(t => t.ActionId == actionId && t.At > lately).ToListAsync(ct);
    }

    private static async Task<IReadOnlyList<string>> OpenAsync(OpsDbContext db, string[] fingerprints, CancellationToken ct) => fingerprints.Length == 0
        ? []
        : await db.Set<Alert>().Where(a => a.State != AlertState.Closed && fingerprints.Contains(a.Fingerprint)).Select(a => a.Fingerprint).ToListAsync(ct);

    private static async Task<Dictionary<long, AlertTransition>> LatestAsync(OpsDbContext db, long[] ids, DateTimeOffset from, CancellationToken ct)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        var later = await db.Set<AlertTransition>().AsNoTracking().Where(t => ids.Contains(t.AlertId) && t.At >= from).ToListAsync(ct);
        return later.GroupBy(t => t.AlertId).ToDictionary(g => g.Key, g => g.MaxBy(t => t.Revision)!);
    }
}
