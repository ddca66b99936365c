using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Data.Private;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Alerts.Intake.RunningIntake;

namespace OpsBridge.Alerts.Intake;

/// <summary>Storms, poison, races and a database that goes away: nothing is lost, nothing is doubled, neighbours go on.</summary>
public sealed class IntakeFaultsTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Poison_in_the_middle_goes_to_quarantine_and_its_neighbours_are_stored()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var intake = await StartAsync(database.ConnectionString);
        await RefuseAsync(intake, "poison-17", "poison-40");
        var events = Enumerable.Range(0, 64).Select(i => Fire(i is 17 or 40 ? $"poison-{i}" : $"good-{i}")).ToArray();

        var outcomes = await intake.StoredAsync(events);

        Assert.Equal([17, 40], outcomes.Index().Where(o => o.Item == SignalOutcome.Quarantined).Select(o => o.Index));
        Assert.Equal(62, (await intake.AlertsAsync()).Count);
        Assert.Equal(62, await intake.ScalarAsync<long>("select count(*) from alert_events"));
        Assert.Equal(2, await intake.ScalarAsync<long>("select count(*) from quarantine where format = 'event' and reason like 'The database refused it: no poison here%'"));
        Assert.True(intake.Gate.IsOpen);
    }

    [Fact]
    public async Task What_cannot_be_mapped_or_stored_is_answered_so_and_counted()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var intake = await StartAsync(database.ConnectionString);

        var outcomes = await intake.StoredAsync(Fire("before"), Fire("throws"), Fire("nul") with { Annotations = Labels.Of(("summary", "a\0b")) }, Fire("after"));

        Assert.Equal([SignalOutcome.Raised, SignalOutcome.Quarantined, SignalOutcome.Quarantined, SignalOutcome.Raised], outcomes);
        Assert.Equal(1, await intake.ScalarAsync<long>("select count(*) from quarantine where reason like '%no such field%'"));
        Assert.Equal(1, await intake.ScalarAsync<long>("select count(*) from quarantine where reason like '%NUL%' and convert_from(raw, 'UTF8') like '%\\u0000%'"));
    }

    [Fact]
    public async Task Quarantine_keeps_so_many_a_day_and_counts_the_rest()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var intake = await StartAsync(database.ConnectionString, options: o => o.QuarantineMessagesPerDay = 5);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            intake.Intake.QuarantineAsync(Prometheus, new PoisonMessage("alertmanager", $"reason {i}", new byte[100_000]), Sender, Ct)));

        Assert.Equal(5, await intake.ScalarAsync<long>("select count(*) from quarantine where size = 100000 and length(raw) = 65536"));
        var admin = Actor.InRole(Guid.CreateVersion7(), "Root", Role.Admin);
        var list = new QuarantineList(database.Contexts, TimeProvider.System);
        Assert.Equal((5, 7), Assert.Single(await list.DaysAsync(1, admin, Ct)) is var day ? (day.Kept, day.Beyond) : default);
        var page = await list.PageAsync("Prometheus", null, 3, admin, Ct);
        Assert.Equal(3, page.Items.Count);
        Assert.Equal(65_536, (await list.FindAsync(page.Items[0].Id, admin, Ct))!.Raw.Length);
        Assert.Equal(3, await new DeleteQuarantined(database.Contexts, TimeProvider.System).HandleAsync([.. page.Items.Select(r => r.Id)], admin, Ct));
        Assert.Equal(2, (await list.PageAsync(null, null, 10, admin, Ct)).Items.Count);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => list.PageAsync(null, null, 10, Sender, Ct));
    }

    [Fact]
    public async Task Two_processes_that_hear_the_same_raise_one_alert_each()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var one = await StartAsync(database.ConnectionString);
        await using var two = await StartAsync(database.ConnectionString);
        var random = new Random(11);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            var names = Enumerable.Range(0, 50).ToArray();
            random.Shuffle(names);
            return await (n % 2 == 0 ? one : two).StoredAsync([.. names.Select(i => Fire($"shared-{i}"))]);
        }));

        Assert.Equal(50, outcomes.Sum(o => o.Count(x => x == SignalOutcome.Raised)));
        Assert.Equal(50, await one.ScalarAsync<long>("select count(*) from alerts"));
        Assert.Equal(50, await one.ScalarAsync<long>("select count(*) from alert_events"));
        await Eventually.TrueAsync("every report is counted", async () => await one.ScalarAsync<long>("select sum(count)::bigint from alerts") == 2_000, Ct);

        Assert.Equal([SignalOutcome.Cleared], await one.StoredAsync(Resolve("shared-1")));
        Assert.Equal([SignalOutcome.Repeated], await two.StoredAsync(Fire("shared-1"))); // memory of the other is behind, and the row puts it right
        await Eventually.TrueAsync("it came back", async () => (await two.AlertsAsync("shared-1"))[0].State == AlertState.Unacknowledged, Ct);
    }

    [Fact]
    public async Task After_a_restart_a_repeat_is_still_a_repeat_and_what_was_taken_is_there()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using (var first = await StartAsync(database.ConnectionString))
        {
            await first.StoredAsync(Fire("kept"));
            await first.StoredAsync(Fire("kept"));
        }

        await using var second = await StartAsync(database.ConnectionString);

        Assert.Equal(2, Assert.Single(await second.AlertsAsync()).Count); // stopping stores what only memory knew
        Assert.Equal([SignalOutcome.Repeated], await second.StoredAsync(Fire("kept")));
        Assert.Equal(1, await second.ScalarAsync<long>("select count(*) from alert_events"));
    }

    [Fact]
    public async Task Silence_is_no_recovery_but_an_ending_of_its_own()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var intake = await StartAsync(database.ConnectionString);
        var end = intake.Clock.GetUtcNow() + TimeSpan.FromMinutes(4);
        await intake.StoredAsync(Fire("silent") with { EndsAt = end }, Fire("talking") with { EndsAt = end }, Fire("forever"));
        intake.Clock.Forward(TimeSpan.FromMinutes(3));
        await intake.StoredAsync(Fire("talking") with { EndsAt = end + TimeSpan.FromMinutes(4) });
        intake.Clock.Forward(TimeSpan.FromMinutes(2));

        await Eventually.TrueAsync("it timed out", async () => (await intake.AlertsAsync("silent"))[0].State == AlertState.ReturnedUnacknowledged, Ct);

        Assert.Equal(AlertEnding.TimedOut, (await intake.AlertsAsync("silent"))[0].Ending);
        Assert.All(["talking", "forever"], name => Assert.Equal(AlertState.Unacknowledged, intake.AlertsAsync(name).GetAwaiter().GetResult()[0].State));
        Assert.Contains(await intake.TimelineAsync(), t => t is { Kind: "source.timedout", Text: "1 alert of Prometheus timed out: not reported again in time" });
        Assert.Equal([SignalOutcome.CameBack], await intake.StoredAsync(Fire("silent") with { EndsAt = end + TimeSpan.FromHours(1) }));
    }

    [Fact]
    public async Task After_a_start_every_alert_has_its_time_once_more()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var clock = new SettableClock();
        await using (var first = await StartAsync(database.ConnectionString, clock))
        {
            await first.StoredAsync(Fire("old") with { EndsAt = clock.GetUtcNow() + TimeSpan.FromMinutes(4) });
        }

        clock.Forward(TimeSpan.FromHours(1)); // down for an hour
        await using var second = await StartAsync(database.ConnectionString, clock);
        await second.StoredAsync(Fire("witness") with { EndsAt = clock.GetUtcNow() + TimeSpan.FromSeconds(1) });
        clock.Forward(TimeSpan.FromMinutes(4));

        await Eventually.TrueAsync("the witness timed out", async () => (await second.AlertsAsync("witness"))[0].Ending == AlertEnding.TimedOut, Ct);
        Assert.Equal(AlertState.Unacknowledged, (await second.AlertsAsync("old"))[0].State);
        clock.Forward(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync("the old one timed out", async () => (await second.AlertsAsync("old"))[0].Ending == AlertEnding.TimedOut, Ct);
    }

    [Fact]
    public async Task A_storm_of_one_source_is_stored_whole_and_another_source_is_heard_meanwhile()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        await using var intake = await StartAsync(database.ConnectionString);
        var storm = Task.WhenAll(Enumerable.Range(0, 16).Select(async sender =>
        {
            for (var i = 0; i < 5; i++)
            {
                var (from, part) = ((sender * 5) + i, i);
                while (await intake.SendAsync(Source("storm"), [.. Enumerable.Range(0, 64).Select(k => Fire($"storm-{from}-{k}"))]) is not IntakeResult.Stored)
                {
                    await Task.Yield();
                }
            }
        }));

        var quiet = await intake.SendAsync(Source("quiet"), Fire("quiet"));
        await storm;

        Assert.IsType<IntakeResult.Stored>(quiet);
        Assert.Equal(5_121, await intake.ScalarAsync<long>("select count(*) from alerts where state <> 'Closed'"));
        Assert.Equal(5_121, await intake.ScalarAsync<long>("select count(distinct fingerprint) from alert_events"));
        Assert.Equal(0, await intake.ScalarAsync<long>(
            "select count(*) from timeline where kind = 'source.reported' and after->>'Sha256' <> encode(alert_events_digest((after->>'First')::bigint, (after->>'Last')::bigint), 'hex')"));
        await Task.WhenAll(Enumerable.Range(0, 80).Select(i => intake.SendAsync(Source("storm"), [.. Enumerable.Range(0, 64).Select(k => Resolve($"storm-{i}-{k}"))])));
        Assert.Equal(5_120, await intake.ScalarAsync<long>("select count(*) from alerts where state = 'ReturnedUnacknowledged' and ending = 'BySender'"));
        Assert.Equal(5_120, await intake.ScalarAsync<long>("select count(*) from alert_changes"));
    }

    [Fact]
    public async Task While_the_database_is_away_senders_are_refused_at_once_and_soon_after_it_is_back_they_are_heard()
    {
        var folder = TestCluster.NewFolder();
        var cluster = await PrivateCluster.StartAsync(TestCluster.Options(folder), TimeProvider.System, NullLogger.Instance, Ct);
        try
        {
            await PostgresServer.MigrateAsync(cluster.ConnectionString(), Ct);
            await using var intake = await StartAsync(cluster.ConnectionString());
            using var over = new CancellationTokenSource();
            var senders = Enumerable.Range(0, 4).Select(n => IntakeSender.SendUntilAsync(intake, $"sender{n}", over.Token)).ToArray();
            await Eventually.TrueAsync("the storm runs", async () => await intake.ScalarAsync<long>("select count(*) from alerts") > 200, Ct);

            System.Diagnostics.Process.GetProcessById(cluster.PostmasterPid).Kill();
            await Eventually.TrueAsync("the gate closes", () => !intake.Gate.IsOpen, Ct);
            Assert.IsType<IntakeResult.Unavailable>(await intake.SendAsync(Fire("refused")));
            await Eventually.TrueAsync("PostgreSQL runs again", () => RunsAsync(cluster), Ct);
            await Eventually.TrueAsync("the gate opens", () => intake.Gate.IsOpen, Ct);
            await over.CancelAsync();

            var stored = (await Task.WhenAll(senders)).SelectMany(s => s).ToHashSet(StringComparer.Ordinal);
            var open = (await intake.AlertsAsync()).Select(a => a.Labels["alertname"]!).ToList();
            Assert.Equal(open.Count, open.Distinct(StringComparer.Ordinal).Count());
            Assert.Empty(stored.Except(open, StringComparer.Ordinal));
        }
        finally
        {
            await cluster.DisposeAsync();
            await TestCluster.RemoveAsync(folder, CancellationToken.None);
        }
    }

    private static async Task<bool> RunsAsync(PrivateCluster cluster)
    {
        try
        {
            await cluster.EnsureRunningAsync(Ct);
            return true;
        }
        catch (PrivateClusterException)
        {
            return false; // what the killed one left is still ending
        }
    }

    private static async Task RefuseAsync(RunningIntake intake, params string[] names)
    {
        await intake.ScalarAsync<int>(
            $$"""
            create function no_poison() returns trigger language plpgsql as $$
            begin
                if new.labels->>'alertname' in ({{string.Join(',', names.Select(n => $"'{n}'"))}}) then raise exception 'no poison here'; end if;
                return new;
            end $$;
            create trigger no_poison before insert on alerts for each row execute function no_poison();
            select 1
            """);
    }
}
