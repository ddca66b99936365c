using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Alerts;

/// <summary>
/// Takes a batch of signals into the alerts: raises, counts, worsens, clears. One transaction per batch, and when the
/// caller brings its own transaction, the caller's state and the alerts are stored together or not at all.
/// </summary>
public sealed class ApplySignals(IDbContextFactory<OpsDbContext> contexts, IOptions<AlertsOptions>? options = null)
{
    /// <summary>Applies a batch in a transaction of its own; returns one outcome per signal, in order.</summary>
    public async Task<IReadOnlyList<SignalOutcome>> HandleAsync(IReadOnlyList<AlertSignal> signals, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            try
            {
                var outcomes = await ApplyAsync(db, signals, options?.Value.Flapping ?? FlapRule.Default, actor, ct);
                await transaction.CommitAsync(ct);
                return outcomes;
            }
            catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Another process raised the same condition first: apply the batch again, now as repeats.
            }
        }
    }

    /// <summary>
    /// Applies a batch within the transaction that <paramref name="db"/> is in. A unique violation means that another
    /// process raised one of the conditions meanwhile: roll back and apply the whole batch again.
    /// </summary>
    public static Task<IReadOnlyList<SignalOutcome>> WithinAsync(
        OpsDbContext db, IReadOnlyList<AlertSignal> signals, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        return ApplyAsync(db, signals, FlapRule.Default, actor, ct);
    }

    private static async Task<IReadOnlyList<SignalOutcome>> ApplyAsync(
        OpsDbContext db, IReadOnlyList<AlertSignal> signals, FlapRule rule, Actor actor, CancellationToken ct)
    {
        if (signals.Count == 0)
        {
            return [];
        }

        var fingerprints = signals.Select(s => s.Identity.Fingerprint()).ToArray();
        var open = await LockOpenAsync(db, fingerprints, ct);
        var flips = await FlipsAsync(db, open, fingerprints, signals, rule, ct);
        var outcomes = new SignalOutcome[signals.Count];
        var touched = new List<(Alert Alert, AlertSignal Signal, SignalOutcome Outcome)>();
        var moved = new List<(Alert Alert, AlertTransition Step)>();
        for (var i = 0; i < signals.Count; i++)
        {
            var before = open.GetValueOrDefault(fingerprints[i])?.Standing;
            var (outcome, alert) = Apply(db, open, flips, rule, fingerprints[i], signals[i]);
            outcomes[i] = outcome;
            if (alert is not null && outcome is not (SignalOutcome.Nothing or SignalOutcome.Repeated or SignalOutcome.Held))
            {
                touched.Add((alert, signals[i], outcome));
            }

            if (alert is not null && Step(alert, before, outcome) is var (was, kind))
            {
                moved.Add((alert, alert.Moved(was, kind, actor, signals[i].At, signals[i].HiddenBecause ?? signals[i].Summary)));
            }
        }

        await db.SaveChangesAsync(ct); // gives the new alerts their ids
        db.AddRange(touched.Select(t => TimelineEntry.Record(t.Signal.At, actor, Describe(t.Alert, t.Signal, t.Outcome))));
        await db.SaveChangesAsync(ct);
        await TransitionLog.WriteAsync((NpgsqlConnection)db.Database.GetDbConnection(), [.. moved.Select(m => m.Step with { AlertId = m.Alert.Id })], ct);
        return outcomes;
    }

    /// <summary>Locked before they are read, in the order of their ids: an operator's change either came before or waits.</summary>
    private static async Task<Dictionary<string, Alert>> LockOpenAsync(OpsDbContext db, string[] fingerprints, CancellationToken ct)
    {
        var ids = await db.Database
            .SqlQuery<long>($"select id as \"Value\" from alerts where state <> 'Closed' and fingerprint = any({fingerprints}::character(32)[]) order by id for update")
            .ToListAsync(ct);
        return ids.Count == 0
            ? new(StringComparer.Ordinal)
            : await db.Set<Alert>().Where(a => ids.Contains(a.Id) && a.State != AlertState.Closed).ToDictionaryAsync(a => a.Fingerprint, StringComparer.Ordinal, ct);
    }

    private static Task<IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>> FlipsAsync(
        OpsDbContext db, Dictionary<string, Alert> open, string[] fingerprints, IReadOnlyList<AlertSignal> signals, FlapRule rule, CancellationToken ct)
    {
        var raised = fingerprints.Where((f, i) => signals[i] is { Firing: true, Flapping: null } && !open.ContainsKey(f)).Distinct(StringComparer.Ordinal).ToArray();
        return RecentFlips.ReadAsync(db, raised, signals.Select(s => s.At).DefaultIfEmpty().Max() - rule.Window, ct);
    }

    /// <summary>The row that the outcome leaves in the history; a raise leaves one only when the alert flaps from the start.</summary>
    private static (AlertStanding Was, AlertTransitionKind Kind)? Step(Alert alert, AlertStanding? before, SignalOutcome outcome) => outcome switch
    {
        SignalOutcome.Raised when alert.FlappingSince is not null => (alert.Standing with { Flapping = false }, AlertTransitionKind.FlappingStarted),
        _ when before is not null && outcome.Step() is { } kind => (before, kind),
        _ => null,
    };

    private static (SignalOutcome Outcome, Alert? Alert) Apply(
        OpsDbContext db,
        Dictionary<string, Alert> open,
        IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>> flips,
        FlapRule rule,
        string fingerprint,
        AlertSignal signal)
    {
        if (open.TryGetValue(fingerprint, out var alert))
        {
            var outcome = alert.Take(signal, rule);
            if (alert.State == AlertState.Closed)
            {
                open.Remove(fingerprint);
            }

            return (outcome, alert);
        }

        if (!signal.Firing || signal.HiddenBecause is not null)
        {
            return (SignalOutcome.Nothing, null);
        }

        var raised = Alert.Raise(signal, flips.GetValueOrDefault(fingerprint), rule);
        open.Add(fingerprint, raised);
        db.Add(raised);
        return (SignalOutcome.Raised, raised);
    }

    private static Happening Describe(Alert alert, AlertSignal signal, SignalOutcome outcome)
    {
        var (verb, words) = outcome switch
        {
            SignalOutcome.Raised => ("raised", $"{signal.Severity} raised"),
            SignalOutcome.Worsened => ("worsened", $"worsened to {signal.Severity}"),
            SignalOutcome.Eased => ("eased", $"eased to {signal.Severity}"),
            SignalOutcome.CameBack => ("returned", "came back"),
            SignalOutcome.Hidden => ("hidden", $"hidden, {signal.HiddenBecause}"),
            SignalOutcome.FlappingStarted => ("flapping", "comes and goes too often"),
            SignalOutcome.FlappingEnded => ("settled", "comes and goes no more"),
            SignalOutcome.Cleared => ("cleared", "cleared, not yet seen by an operator"),
            _ => ("closed", "cleared and closed"),
        };
        return new Happening($"alert.{verb}", alert.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{words}: {alert.Summary}")
        {
            AssetId = alert.AssetId,
            After = new { State = alert.State.ToString(), Severity = alert.Severity.ToString(), alert.Count },
            Why = signal.Detail is { Length: > 500 } detail ? detail[..500] : signal.Detail,
        };
    }
}
