using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Handling;
using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Live;
using OpsBridge.Support;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Board, keeper and operators over a test database; a pass runs when the test says so.</summary>
internal sealed class CorrelationDesk : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly Actor s_poller = Actor.Internal("poller", Permissions.ReportAlerts);
    private readonly TestDatabase _database;
    private readonly LiveFeed _feed = new();
    private readonly AlertBoard _board;

    public CorrelationDesk(TestDatabase database)
    {
        _database = database;
        _board = new AlertBoard(database.Contexts, _feed, TimeProvider.System);
        Keeper = NewKeeper();
    }

    public static Actor Ann { get; } = Actor.InRole(Guid.CreateVersion7(), "Ann", Role.Operator);

    public SaidOutages Evidence { get; } = new();

    public CorrelationKeeper Keeper { get; }

    public RankSymptoms Rank => new(new RankingChanges(_database.Contexts, TimeProvider.System));

    public StandAlone Alone => new(new RankingChanges(_database.Contexts, TimeProvider.System));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A keeper of another process: same database, its own picture.</summary>
    public CorrelationKeeper NewKeeper()
    {
        var reader = new CorrelationReader(_board, Evidence, _database.Contexts, _feed, Options.Create(new CorrelationOptions()));
        return new CorrelationKeeper(reader, _database.Contexts, _feed, new Pulses(TimeProvider.System), TimeProvider.System, NullLogger<CorrelationKeeper>.Instance);
    }

    /// <summary>A pass after whatever changed.</summary>
    public Task<int> KeepAsync()
    {
        _feed.PublishAll();
        return Keeper.KeepAsync(Ct);
    }

    public void Changed() => _feed.PublishAll();

    public async Task<Guid> AssetAsync(string name, params Guid[] parents)
    {
        var estate = new EstateChange(_database.Contexts, TimeProvider.System);
        var admin = Actor.InRole(Guid.CreateVersion7(), "admin1", Role.Admin);
        var site = Assert.IsType<CreateSiteResult.Done>(
            await new CreateSite(estate).HandleAsync(new SiteDetails($"site of {name}", SiteKind.DataCentre, "UTC", null), admin, Ct)).Id;
        var details = new AssetDetails(name, "server", site, Criticality.High) { ParentIds = parents };
        return Assert.IsType<CreateAssetResult.Done>(await new CreateAsset(estate).HandleAsync(details, admin, Ct)).Id;
    }

    /// <summary>Raises an alert; returns its number.</summary>
    public async Task<long> RaiseAsync(string name, Guid? asset = null, int seconds = 0, params (string, string)[] labels)
    {
        var identity = Labels.Of([("name", name), .. labels]);
        await new ApplySignals(_database.Contexts).HandleAsync(
            [new AlertSignal(identity, true, AlertSeverity.Major, $"{name} is broken", Noon.AddSeconds(seconds)) { AssetId = asset, Source = "prometheus" }], s_poller, Ct);
        var fingerprint = identity.Fingerprint();
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Alert>().Where(a => a.Fingerprint == fingerprint && a.State != AlertState.Closed).Select(a => a.Id).SingleAsync(Ct);
    }

    public async Task<(long? Cause, SymptomOrigin? From)> OfAsync(long id)
    {
        var row = await _board.FindAsync(id, Ann, Ct);
        return (row!.CauseId, row.CauseFrom);
    }

    /// <summary>Closes an alert as its source and an operator would together.</summary>
    public async Task CloseAsync(long id)
    {
        await using var command = _database.Source.CreateCommand("update alerts set state = 'Closed', closed_at = now(), cleared_at = coalesce(cleared_at, now()) where id = $1");
        command.Parameters.Add(new() { Value = id });
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
    }

    /// <summary>Takes back what an operator did.</summary>
    public Task<UndoResult> UndoAsync(RankResult done) =>
        new UndoAlertAction(_database.Contexts, new AlertSteps(_database.Contexts), TimeProvider.System).HandleAsync(((RankResult.Done)done).ActionId!.Value, Ann, Ct);

    public async Task<IReadOnlyList<AlertTransition>> StepsAsync(long id)
    {
        await using var db = await _database.Contexts.CreateDbContextAsync(Ct);
        return await db.Set<AlertTransition>().AsNoTracking().Where(t => t.AlertId == id).OrderBy(t => t.Revision).ToListAsync(Ct);
    }

    public async Task<IReadOnlyList<TimelineRow>> TimelineAsync(long id) =>
        await new TimelineReader(_database.Contexts).OfSubjectAsync("alert", id.ToString(System.Globalization.CultureInfo.InvariantCulture), 100, Ann, Ct);

    public void Dispose()
    {
        Keeper.Dispose();
        _board.Dispose();
    }
}

/// <summary>Outages as the test says.</summary>
internal sealed class SaidOutages : IOutageEvidence
{
    public Dictionary<Guid, DateTimeOffset> Down { get; } = [];

    public Dictionary<Guid, DateTimeOffset> Reached { get; } = [];

    /// <summary>Runs when the board has been read and nothing has been written yet.</summary>
    public Func<Task>? BeforeAnswer { get; set; }

    public IReadOnlyList<string> Topics { get; } = ["check_states"];

    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> DownAsync(CancellationToken ct)
    {
        await (BeforeAnswer?.Invoke() ?? Task.CompletedTask);
        return new Dictionary<Guid, DateTimeOffset>(Down);
    }

    public Task<IReadOnlyDictionary<Guid, DateTimeOffset>> ReachedAsync(IReadOnlyCollection<Guid> assets, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<Guid, DateTimeOffset>>(Reached.Where(r => assets.Contains(r.Key)).ToDictionary());
}
