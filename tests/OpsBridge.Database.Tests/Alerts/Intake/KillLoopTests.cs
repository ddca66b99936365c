using System.Globalization;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Intake;

/// <summary>kill -9 in the middle of taking events, again and again: what was answered as stored is there, and nothing is there twice.</summary>
public sealed class KillLoopTests(PostgresServer server)
{
    private const int Ahead = 2; // processes that start while another one works

    /// <summary>A hundred; the full size is run by hand with <c>OPSBRIDGE_KILLS=1000</c>.</summary>
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("OPSBRIDGE_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? Math.Max(1, kills) : 100;


    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_hundred_kills_none_loses_an_acknowledged_alert_or_doubles_one()
    {
        await using var database = await TestDatabase.CreateAsync(server);
        var random = new Random(20261122);
        var started = new Queue<IntakeProcess>();
        var (acknowledged, unknown) = (new List<string>(), (IReadOnlyList<string>)[]);
        try
        {
            for (var kill = 0; kill < s_kills; kill++)
            {
                while (started.Count <= Ahead && kill + started.Count < s_kills)
                {
                    started.Enqueue(IntakeProcess.Start(database.ConnectionString, $"k{kill + started.Count}"));
                }

                using var process = started.Dequeue();
                unknown = await process.RunAndKillAsync(unknown, TimeSpan.FromMilliseconds(random.Next(0, 120)), Ct);
                acknowledged.AddRange(process.Acknowledged);
            }
        }
        finally
        {
            while (started.TryDequeue(out var left))
            {
                left.Dispose();
            }
        }

        await CheckAsync(database, acknowledged);
        TestContext.Current.TestOutputHelper!.WriteLine($"{s_kills} kills, {acknowledged.Count} batches acknowledged");
    }

    private static async Task CheckAsync(TestDatabase database, List<string> acknowledged)
    {
        await using var after = await RunningIntake.StartAsync(database.ConnectionString); // a last restart
        var alerts = (await after.AlertsAsync()).ToLookup(a => a.Labels["alertname"]!, StringComparer.Ordinal);
        var names = acknowledged.SelectMany(IntakeProcess.NamesOf).ToList();
        Assert.True(acknowledged.Count >= s_kills, "every process stored something before it was killed");
        Assert.All(names, n => Assert.True(alerts.Contains(n), n));
        Assert.Empty(alerts.Where(a => a.Count(x => x.State != AlertState.Closed) > 1).Select(a => a.Key));
        Assert.Equal(0, await after.ScalarAsync<long>("select count(*) from (select from alerts group by fingerprint having count(*) > 1) twice"));
        Assert.Equal(0, await after.ScalarAsync<long>("select count(*) from alerts a where not exists (select from alert_events e where e.alert_id = a.id and e.action = 0)"));
        Assert.Equal(0, await after.ScalarAsync<long>("select count(*) from alert_events e where e.alert_id is not null and not exists (select from alerts a where a.id = e.alert_id)"));
        Assert.Equal(0, await after.ScalarAsync<long>(
            "select count(*) from timeline where after->>'Sha256' <> encode(alert_events_digest((after->>'First')::bigint, (after->>'Last')::bigint), 'hex')"));
        Assert.Equal(1, await after.ScalarAsync<long>("select count(*) from (select timeline_first_broken() as broken) t where broken is null"));
        var wrong = names.Where(n => !IntakeProcess.IsResolved(n) && alerts[n].Single().State != AlertState.Unacknowledged);
        Assert.Empty(wrong);
        Assert.Equal(nameof(IntakeResult.Stored), IntakeResultKind(await after.SendAsync([.. names.Take(500).Select(n => RunningIntake.Fire(n))]))); // the sender's next round
        Assert.Equal(0, await after.ScalarAsync<long>("select count(*) from (select from alerts where state <> 'Closed' group by fingerprint having count(*) > 1) twice"));
    }

    private static string IntakeResultKind(IntakeResult result) => result.GetType().Name;
}
