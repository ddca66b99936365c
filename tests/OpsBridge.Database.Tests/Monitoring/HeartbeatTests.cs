using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Monitoring;

public sealed class HeartbeatTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Actor s_caller = Actor.Internal("heartbeat", Permissions.ReportAlerts);
    private TestDatabase _database = null!;
    private MonitoredEstate _estate = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server);
        _estate = new MonitoredEstate(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _estate.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_call_with_the_token_makes_it_good_and_any_other_token_is_unknown()
    {
        var (check, token) = await CreateAsync(TimeSpan.FromMinutes(5));
        await _estate.StartAsync();

        Assert.Equal(RecordHeartbeatResult.UnknownToken, await BeatAsync(Secret.New()));
        Assert.Equal(RecordHeartbeatResult.Done, await BeatAsync(token));

        await _estate.BecomesAsync(check, CheckWord.Ok);
    }

    [Fact]
    public async Task Only_the_newest_url_counts_and_only_its_hash_is_stored()
    {
        var (check, old) = await CreateAsync(TimeSpan.FromMinutes(5));

        var issued = Assert.IsType<IssueHeartbeatUrlResult.Done>(await _estate.Get<IssueHeartbeatUrl>().HandleAsync(check, MonitoredEstate.Admin, MonitoredEstate.Ct));

        Assert.Equal(RecordHeartbeatResult.UnknownToken, await BeatAsync(old));
        Assert.Equal(RecordHeartbeatResult.Done, await BeatAsync(issued.Token));
        Assert.DoesNotContain(issued.Token, issued.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await _estate.ScalarAsync("select count(*) from checks where heartbeat_token_hash = $1", Secret.Hash(issued.Token)));
    }

    [Fact]
    public async Task Silence_is_no_data_and_another_checks_call_does_not_end_it()
    {
        var (silent, token) = await CreateAsync(TimeSpan.FromSeconds(10));
        var (other, otherToken) = await CreateAsync(TimeSpan.FromMinutes(5));
        await _estate.StartAsync();
        await BeatAsync(token);
        await _estate.BecomesAsync(silent, CheckWord.Ok);

        await _estate.BecomesAsync(silent, CheckWord.NoData);
        await BeatAsync(otherToken);
        await _estate.BecomesAsync(other, CheckWord.Ok);

        Assert.Equal(CheckStateClass.NoData, (await _estate.StateAsync(silent))!.Class);
        var asset = (await _estate.Get<ICheckDirectory>().FindAsync(silent, MonitoredEstate.Admin, MonitoredEstate.Ct))!.AssetId;
        Assert.Contains("no data since", (await _estate.AlertsAsync(asset)).Single().Summary, StringComparison.Ordinal);

        await BeatAsync(token);
        await _estate.BecomesAsync(silent, CheckWord.Ok);
    }

    private async Task<(Guid Check, string Token)> CreateAsync(TimeSpan ttl)
    {
        var asset = await _estate.AssetAsync($"job-{Guid.CreateVersion7():N}");
        var done = Assert.IsType<CreateCheckResult.Done>(await _estate.Get<CreateCheck>().HandleAsync(asset, new CheckDetails("Backup", new HeartbeatSettings(ttl)), MonitoredEstate.Admin, MonitoredEstate.Ct));
        return (done.Id, done.HeartbeatToken!);
    }

    private Task<RecordHeartbeatResult> BeatAsync(string token) => _estate.Get<RecordHeartbeat>().HandleAsync(token, s_caller, MonitoredEstate.Ct);
}
