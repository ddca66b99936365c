using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class AlertTransitionsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_poller = Actor.Internal("poller", Permissions.ReportAlerts);
    private readonly Actor _ann = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_step_is_a_row_with_who_what_before_after_and_why_and_the_raise_is_none()
    {
        await SignalAsync(Signal("steps", AlertSeverity.Warning, 0));
        await SignalAsync(Signal("steps", AlertSeverity.Warning, 1)); // a repeat
        var id = await IdAsync("steps");
        await new AlertSteps(database.Contexts).MoveAsync(
            [id], static (_, _) => Task.CompletedTask, a => a.Handle(new AlertVerb.Acknowledge(), "on it", _ann, s_noon.AddMinutes(1)), _ann, Ct);
        await SignalAsync(Signal("steps", AlertSeverity.Critical, 2));

        var steps = await StepsAsync(id);

        Assert.Equal([(1, AlertTransitionKind.Acknowledged), (2, AlertTransitionKind.Worsened)], steps.Select(s => (s.Revision, s.Kind)));
        Assert.Equal((_ann.Id, "Ann", "on it"), (steps[0].ActorId, steps[0].ActorName, steps[0].Why));
        Assert.Equal((AlertState.Unacknowledged, (string?)null), (steps[0].Before.State, steps[0].Before.Owner));
        Assert.Equal((AlertState.Acknowledged, "Ann", "Ann"), (steps[0].After.State, steps[0].After.Owner, steps[0].After.AcknowledgedBy));
        Assert.Equal(steps[0].After, steps[1].Before);
        Assert.Equal((AlertState.Unacknowledged, AlertSeverity.Critical, s_noon.AddMinutes(2)), (steps[1].After.State, steps[1].After.Severity, steps[1].At));
    }

    [Fact]
    public async Task A_condition_that_comes_and_goes_in_one_batch_leaves_its_step()
    {
        await SignalAsync(Signal("blip", AlertSeverity.Major, 0), Signal("blip", AlertSeverity.Major, 1) with { Firing = false });

        var step = Assert.Single(await StepsAsync(await IdAsync("blip")));

        Assert.Equal((AlertTransitionKind.Cleared, AlertState.ReturnedUnacknowledged), (step.Kind, step.After.State));
    }

    [Fact]
    public async Task Steps_of_a_batch_that_is_rolled_back_are_not_there()
    {
        await SignalAsync(Signal("rolled", AlertSeverity.Major, 0));
        await using (var db = await database.Contexts.CreateDbContextAsync(Ct))
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            await ApplySignals.WithinAsync(db, [Signal("rolled", AlertSeverity.Critical, 60 * 24 * 40)], s_poller, Ct); // a day without a partition
            await transaction.RollbackAsync(Ct);
        }

        Assert.Empty(await StepsAsync(await IdAsync("rolled")));
        await SignalAsync(Signal("rolled", AlertSeverity.Critical, 60 * 24 * 40)); // its partition went with the transaction and is made again
        Assert.Single(await StepsAsync(await IdAsync("rolled")));
    }

    [Fact]
    public async Task Steps_cannot_be_changed_afterwards()
    {
        foreach (var change in (string[])["update alert_changes set why = 'x'", "delete from alert_changes", "truncate alert_changes"])
        {
            await using var command = database.Source.CreateCommand(change);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
            Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_field_of_a_step_survives_the_copy()
    {
        var before = new AlertStanding(AlertState.Shelved, AlertSeverity.Info, "Bob", "Cleo", s_noon.AddHours(1), 7, true, AlertEnding.TimedOut);
        var step = new AlertTransition
        {
            AlertId = 987654321,
            Revision = 5,
            At = s_noon,
            Kind = AlertTransitionKind.Undone,
            ActorId = _ann.Id,
            ActorName = "Ann",
            Before = before,
            After = before with { State = AlertState.Closed, ShelvedUntil = null, CauseId = null, Owner = null, AcknowledgedBy = null, Flapping = false, Ending = null },
            Why = "whatever\nlines",
            ActionId = Guid.CreateVersion7(),
            Restore = "{}",
        };
        await using var connection = await database.Source.OpenConnectionAsync(Ct);

        await TransitionLog.WriteAsync(connection, [step], Ct);

        Assert.Equal([step], await StepsAsync(step.AlertId));
    }

    private static AlertSignal Signal(string name, AlertSeverity severity, int minutes) =>
        new(Labels.Of(("name", name)), true, severity, $"{name} is broken", s_noon.AddMinutes(minutes));

    private Task<IReadOnlyList<SignalOutcome>> SignalAsync(params AlertSignal[] signals) => new ApplySignals(database.Contexts).HandleAsync(signals, s_poller, Ct);

    private async Task<long> IdAsync(string name)
    {
        var fingerprint = Labels.Of(("name", name)).Fingerprint();
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().Where(a => a.Fingerprint == fingerprint).Select(a => a.Id).SingleAsync(Ct);
    }

    private async Task<IReadOnlyList<AlertTransition>> StepsAsync(long id)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<AlertTransition>().AsNoTracking().Where(t => t.AlertId == id).OrderBy(t => t.Revision).ToListAsync(Ct);
    }
}
