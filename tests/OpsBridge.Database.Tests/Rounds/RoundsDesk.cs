using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Live;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Support;

namespace OpsBridge.Rounds;

/// <summary>A desk on watch at noon (Ann holds Early, 06:00 to 14:00; Late follows until 22:00) with one asset and rounds of its checklists.</summary>
internal sealed class RoundsDesk : IAsyncDisposable
{
    private RoundsDesk(WatchedDesk desk) => Watch = desk;

    public WatchedDesk Watch { get; }

    public Actor Ann => Watch.Ann;

    public Actor Bob => Watch.Bob;

    public Actor Sue => Watch.Sue;

    public Guid Asset { get; private set; }

    public ChecklistStep Air { get; private set; } = default!;

    public ChecklistStep Door { get; } = new(Guid.CreateVersion7(), StepKind.Tick, "Door is closed");

    private static CancellationToken Ct => WatchedDesk.Ct;

    public static async Task<RoundsDesk> CreateAsync(PostgresServer server)
    {
        var desk = new RoundsDesk(await WatchedDesk.CreateAsync(server));
        desk.Asset = await desk.Watch.AssetAsync("crac-a");
        desk.Air = new ChecklistStep(Guid.CreateVersion7(), StepKind.Number, "Air") { AssetId = desk.Asset, Unit = "°C", Limits = new StepLimits(16, 25, 12, 30) };
        await desk.Watch.StandAsync(desk.Ann, desk.Watch.Early, holds: true);
        return desk;
    }

    public T Get<T>()
        where T : notnull => Watch.Get<T>();

    public ChecklistDetails Hourly(params ChecklistStep[] steps) =>
        new("Facility round", Watch.Desk, new RoundSchedule(RoundTiming.Recurring) { Cron = "0 30 * * * ?", Zone = "UTC" }) { OpensBefore = 30, Grace = 10, Steps = steps.Length > 0 ? steps : [Air, Door] };

    /// <summary>Writes a checklist, or the next version of it, puts it in force and makes its rounds.</summary>
    public async Task<Guid> ApproveAsync(ChecklistDetails details, Guid? id = null, int seen = 0)
    {
        var done = (SaveChecklistResult.Done)await Get<SaveChecklist>().HandleAsync(id, seen, details, Sue, Ct);
        await Get<ApproveChecklist>().HandleAsync(done.Id, done.Number, Sue, Ct);
        await MakeAsync();
        return done.Id;
    }

    public Task<bool> MakeAsync() => Get<RoundMaker>().MakeAsync(Ct);

    public async Task<IReadOnlyList<RoundRow>> RowsAsync() => (await Get<IRoundBook>().NowAsync(Ann, Ct)).Rows;

    public async Task<RoundRow> DueAsync(int hour, int minute)
    {
        await using var db = await Watch.ContextAsync();
        var due = new DateTimeOffset(2026, 1, 15, hour, minute, 0, TimeSpan.Zero);
        var id = await db.Set<Round>().Where(r => r.DueAt == due).Select(r => r.Id).SingleAsync(Ct);
        return (await ViewAsync(id)).Row;
    }

    public async Task<RoundView> ViewAsync(Guid id) => (await Get<IRoundBook>().FindAsync(id, Ann, Ct))!;

    public Task<RecordReadingResult> ReadAsync(Guid round, ChecklistStep step, string? value, int seen = 0, string? why = null, Actor? by = null) =>
        Get<RecordReading>().HandleAsync(round, step.Id, seen, new StepAnswer(value) { Why = why }, by ?? Ann, Ct);

    public async Task<IReadOnlyList<AlertRow>> AlertsAsync()
    {
        Get<LiveFeed>().PublishAll();
        return (await Get<IAlertBoard>().OpenAsync(Ann, Ct)).Rows;
    }

    /// <summary>What the open alerts say, those that have cleared and were not seen with a tilde before.</summary>
    public async Task<IReadOnlyList<string>> AlertWordsAsync() => [.. (await AlertsAsync()).Select(a => $"{(a.ClearedAt is null ? "" : "~")}{a.Severity}: {a.Summary}").Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<double>> SamplesAsync()
    {
        await using var db = await Watch.ContextAsync();
        return await db.Database.SqlQuery<double>($"select m.value as \"Value\" from samples m join series s on s.id = m.series_id where s.step_id = {Air.Id} order by m.at").ToListAsync(Ct);
    }

    public ValueTask DisposeAsync() => Watch.DisposeAsync();
}
