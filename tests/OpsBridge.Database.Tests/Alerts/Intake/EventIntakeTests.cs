using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Alerts.Intake.RunningIntake;

namespace OpsBridge.Alerts.Intake;

/// <summary>What becomes of events, on a real database.</summary>
public sealed class EventIntakeTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_one = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_two = s_one.AddMinutes(10);

    private TestDatabase _database = null!;
    private RunningIntake _intake = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _intake = await StartAsync(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _intake.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_answered_is_on_disk_with_its_event_and_a_digest_that_the_timeline_guards()
    {
        var outcomes = await _intake.StoredAsync(Fire("DiskFull", "critical", s_one), Fire("Latency"));

        Assert.Equal([SignalOutcome.Raised, SignalOutcome.Raised], outcomes);
        var alerts = await _intake.AlertsAsync();
        Assert.Equal(["DiskFull", "Latency"], alerts.Select(a => a.Labels["alertname"]).Order());
        var full = Assert.Single(alerts, a => a.Labels["alertname"] == "DiskFull");
        Assert.Equal((AlertSeverity.Critical, "DiskFull is critical", "Prometheus", s_one), (full.Severity, full.Summary, full.Source, full.StartsAt));
        var entry = Assert.Single(await _intake.TimelineAsync());
        Assert.Equal(("source.reported", "Prometheus", "2 events: 2 raised"), (entry.Kind, entry.ActorName, entry.Text));
        Assert.True(await _intake.ScalarAsync<bool>(
            "select (after->>'Sha256') = encode(alert_events_digest((after->>'First')::bigint, (after->>'Last')::bigint), 'hex') and (after->>'Events')::int = 2 from timeline"));
        Assert.Equal(2, await _intake.ScalarAsync<long>("select count(*) from alert_events e join alerts a on a.id = e.alert_id and a.fingerprint = e.fingerprint"));
    }

    [Fact]
    public async Task Unchanged_repeats_write_no_event_but_count_and_move_last_seen()
    {
        await _intake.StoredAsync(Fire("Latency", startsAt: s_one));
        _intake.Clock.Forward(TimeSpan.FromMinutes(1));

        Assert.Equal([SignalOutcome.Repeated], await _intake.StoredAsync(Fire("Latency", startsAt: s_one)));
        Assert.Equal([SignalOutcome.Repeated, SignalOutcome.Repeated], await _intake.StoredAsync(Fire("Latency", startsAt: s_one), Fire("Latency", startsAt: s_one)));

        await UntilAsync("the repeats are stored", async () => (await _intake.AlertsAsync())[0].Count == 4);
        var alert = Assert.Single(await _intake.AlertsAsync());
        Assert.True(alert.LastSeenAt - alert.RaisedAt >= TimeSpan.FromMinutes(1));
        Assert.Equal(0, alert.Revision);
        Assert.Equal(1, await _intake.ScalarAsync<long>("select count(*) from alert_events"));
    }

    [Fact]
    public async Task A_worse_report_a_clear_and_a_new_occurrence_are_steps_of_one_alert()
    {
        await _intake.StoredAsync(Fire("Latency", startsAt: s_one));
        Assert.Equal([SignalOutcome.Worsened], await _intake.StoredAsync(Fire("Latency", "critical", s_one)));
        Assert.Equal([SignalOutcome.Cleared], await _intake.StoredAsync(Resolve("Latency", s_one)));
        Assert.Equal([SignalOutcome.CameBack], await _intake.StoredAsync(Fire("Latency", "critical", s_two)));

        var alert = Assert.Single(await _intake.AlertsAsync());
        Assert.Equal((AlertState.Unacknowledged, s_two, 3, 3), (alert.State, alert.StartsAt, alert.Revision, alert.Count));
        Assert.Equal(3, await _intake.ScalarAsync<long>("select count(*) from alert_changes where alert_id = $1 and actor_name = 'Prometheus'", alert.Id));
        Assert.Equal(4, await _intake.ScalarAsync<long>("select count(*) from alert_events where alert_id = $1", alert.Id));
    }

    [Fact]
    public async Task Changed_words_without_a_step_are_kept_as_an_event()
    {
        await _intake.StoredAsync(Fire("Latency"));
        var renamed = Fire("Latency") with { Annotations = Labels.Of(("summary", "still slow")) };

        Assert.Equal([SignalOutcome.Repeated], await _intake.StoredAsync(renamed));

        var alert = Assert.Single(await _intake.AlertsAsync());
        Assert.Equal(("still slow", "still slow", 2), (alert.Summary, alert.Annotations["summary"], alert.Count));
        Assert.Equal(2, await _intake.ScalarAsync<long>("select count(*) from alert_events"));
    }

    [Fact]
    public async Task A_report_that_its_own_resolve_overtook_raises_nothing_even_after_a_restart()
    {
        Assert.Equal([SignalOutcome.Nothing], await _intake.StoredAsync(Resolve("Late", s_one)));
        Assert.Equal([SignalOutcome.Nothing], await _intake.StoredAsync(Fire("Late", startsAt: s_one)));
        await _intake.CrashAsync();
        await using var again = await StartAsync(_database.ConnectionString);

        Assert.Equal([SignalOutcome.Nothing], await again.StoredAsync(Fire("Late", startsAt: s_one)));
        Assert.Empty(await again.AlertsAsync());
        Assert.Equal([SignalOutcome.Raised], await again.StoredAsync(Fire("Late", startsAt: s_two)));
    }

    [Fact]
    public async Task A_late_resolve_of_an_earlier_occurrence_does_not_clear_the_later_one()
    {
        await _intake.StoredAsync(Fire("Twice", startsAt: s_two));

        await _intake.StoredAsync(Resolve("Twice", s_one) with { EndsAt = s_one.AddMinutes(1) });

        Assert.Equal(AlertState.Unacknowledged, Assert.Single(await _intake.AlertsAsync()).State);
    }

    [Fact]
    public async Task Ten_of_each_in_any_order_end_in_the_same_state()
    {
        IncomingEvent[] story = [Fire("Dup", startsAt: s_one), Fire("Dup", "critical", s_one), Resolve("Dup", s_one) with { EndsAt = s_one.AddMinutes(5) }, Fire("Dup", startsAt: s_two)];
        var random = new Random(7);
        var sent = Enumerable.Repeat(story, 10).SelectMany(e => e).ToArray();
        random.Shuffle(sent);
        foreach (var part in sent.Chunk(7))
        {
            await _intake.StoredAsync(part);
        }

        await _intake.StoredAsync(story[2], story[3]);

        var alert = Assert.Single(await _intake.AlertsAsync(), a => a.State != AlertState.Closed);
        Assert.Equal((AlertState.Unacknowledged, AlertSeverity.Warning), (alert.State, alert.Severity));
        Assert.Equal(1, await _intake.ScalarAsync<long>("select count(*) from alerts where state <> 'Closed'"));
    }

    [Fact]
    public async Task An_operator_closes_while_repeats_come_and_the_condition_is_raised_again()
    {
        await _intake.StoredAsync(Fire("Closed", startsAt: s_one));
        var first = Assert.Single(await _intake.AlertsAsync());
        await _intake.ScalarAsync<string>("update alerts set state = 'Closed', closed_at = $1, cleared_at = $1, ending = 'ByOperator' returning state", _intake.Clock.GetUtcNow().UtcDateTime);
        _intake.Clock.Forward(TimeSpan.FromSeconds(1));

        await _intake.StoredAsync(Fire("Closed", startsAt: s_one));

        await UntilAsync("it is raised again", async () => (await _intake.AlertsAsync()).Count == 2);
        var open = Assert.Single(await _intake.AlertsAsync(), a => a.State != AlertState.Closed);
        Assert.NotEqual(first.Id, open.Id);
        Assert.Equal((first.Fingerprint, first.Summary, 1), (open.Fingerprint, open.Summary, open.Count));
        Assert.Equal([SignalOutcome.Repeated], await _intake.StoredAsync(Fire("Closed", startsAt: s_one)));
        await UntilAsync("the repeat counts on the new alert", async () => (await _intake.AlertsAsync())[^1].Count == 2);
    }

    [Fact]
    public async Task A_closed_condition_that_is_not_reported_again_stays_closed()
    {
        await _intake.StoredAsync(Fire("Done"));
        await _intake.StoredAsync(Fire("Done"));
        _intake.Clock.Forward(TimeSpan.FromSeconds(1));
        await _intake.ScalarAsync<string>("update alerts set state = 'Closed', closed_at = $1, cleared_at = $1 returning state", _intake.Clock.GetUtcNow().UtcDateTime);
        await _intake.StoredAsync(Fire("Witness"));
        await _intake.StoredAsync(Fire("Witness"));

        await UntilAsync("a round of repeats has passed", async () => (await _intake.AlertsAsync("Witness"))[0].Count == 2);
        Assert.Single(await _intake.AlertsAsync("Done"));
    }

    [Fact]
    public async Task Acknowledged_at_the_sender_is_acknowledged_here_and_clears_into_closed()
    {
        await _intake.StoredAsync(Fire("Paged"));

        Assert.Equal([SignalOutcome.Acknowledged], await _intake.StoredAsync(Fire("Paged") with { Action = EventAction.Acknowledge, Summary = "on it" }));
        Assert.Equal("Prometheus", Assert.Single(await _intake.AlertsAsync()).Acknowledgement!.By);
        Assert.Equal([SignalOutcome.ClearedAndClosed, SignalOutcome.Raised], await _intake.StoredAsync(Resolve("Paged"), Fire("Paged")));

        Assert.Equal([AlertState.Closed, AlertState.Unacknowledged], (await _intake.AlertsAsync()).Select(a => a.State));
        Assert.Equal(AlertEnding.BySender, (await _intake.AlertsAsync())[0].Ending);
    }

    [Fact]
    public async Task Raised_and_resolved_within_one_batch_is_one_alert_that_came_and_went()
    {
        Assert.Equal([SignalOutcome.Raised, SignalOutcome.Cleared], await _intake.StoredAsync(Fire("Blink", startsAt: s_one), Resolve("Blink", s_one)));

        var alert = Assert.Single(await _intake.AlertsAsync());
        Assert.Equal((AlertState.ReturnedUnacknowledged, AlertEnding.BySender), (alert.State, alert.Ending));
        Assert.Equal(1, await _intake.ScalarAsync<long>("select count(*) from alert_changes where alert_id = $1", alert.Id));
    }

    [Fact]
    public async Task Nobody_outside_speaks_for_the_alerts_of_our_checks()
    {
        var fingerprint = Labels.Of(("alertname", "ours")).Fingerprint();
        await new ApplySignals(_database.Contexts).HandleAsync(
            [new AlertSignal(Labels.Of(("alertname", "ours")), true, AlertSeverity.Critical, "down", s_one) { CheckId = Guid.CreateVersion7() }], Sender, Ct);

        Assert.Equal([SignalOutcome.Nothing], await _intake.StoredAsync(Resolve("ours")));
        Assert.Equal([SignalOutcome.Nothing], await _intake.StoredAsync(Fire("ours")));

        var alert = Assert.Single(await _intake.AlertsAsync());
        Assert.Equal((fingerprint, AlertState.Unacknowledged, "down"), (alert.Fingerprint, alert.State, alert.Summary));
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_taken()
    {
        var viewer = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _intake.Intake.TakeAsync(Prometheus, [Fire("x")], viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _intake.Intake.QuarantineAsync(Prometheus, new PoisonMessage("x", "y", default), viewer, Ct));
    }

    [Fact]
    public async Task Events_can_be_read_back_as_they_were_received()
    {
        var source = Source("PagerDuty") with { Id = Guid.CreateVersion7() };
        var sent = Fire("Read", "critical", s_one) with
        {
            DedupKey = "k1", Summary = "short", Detail = "long", Severity = AlertSeverity.Major, GeneratorUrl = "https://example.org/g", Links = [new AlertLink("a", "https://example.org/a")],
        };
        await _intake.SendAsync(source, sent);

        var read = Assert.Single(await _intake.History.LatestOfAsync(source.Id!.Value, 100, Actor.InRole(null, "Ann", Role.Operator), Ct));
        Assert.Equal(sent with { ReceivedAt = read.Event.ReceivedAt, Links = read.Event.Links }, read.Event);
        Assert.Equal(sent.Links, read.Event.Links);
    }
}
