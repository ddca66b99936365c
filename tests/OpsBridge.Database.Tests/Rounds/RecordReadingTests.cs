using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Rounds;

public sealed class RecordReadingTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private RoundsDesk _desk = default!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await RoundsDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_reading_out_of_its_limits_raises_an_alert_on_the_asset_and_a_later_good_one_clears_it()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        var first = await _desk.DueAsync(12, 30);
        Assert.Equal((Verdict.Alarm, "above 30"), await _desk.ReadAsync(first.Id, _desk.Air, "31,5") is RecordReadingResult.Done done ? (done.Verdict, done.Because) : default);

        var alert = Assert.Single(await _desk.AlertsAsync());
        Assert.Equal((_desk.Asset, AlertSeverity.Critical, "crac-a: Air 31.5 °C, above 30"), (alert.AssetId!.Value, alert.Severity, alert.Summary));
        Assert.Equal("crac-a DC", alert.Labels["site"]);
        _desk.Watch.At(13, 5);
        await _desk.MakeAsync();
        await _desk.ReadAsync((await _desk.DueAsync(13, 30)).Id, _desk.Air, "22");

        Assert.Equal(["~Critical: crac-a: Air 31.5 °C, above 30"], (await _desk.AlertWordsAsync()).Where(a => a.Contains("Air", StringComparison.Ordinal)));
        Assert.Equal([31.5, 22], await _desk.SamplesAsync());
    }

    [Fact]
    public async Task A_correction_is_a_new_version_with_a_reason_and_alert_and_series_follow_it()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        var id = (await _desk.DueAsync(12, 30)).Id;
        await _desk.ReadAsync(id, _desk.Air, "42");
        Assert.IsType<RecordReadingResult.Invalid>(await _desk.ReadAsync(id, _desk.Air, "24", seen: 1));
        Assert.Equal(2, Assert.IsType<RecordReadingResult.Done>(await _desk.ReadAsync(id, _desk.Air, "24", seen: 1, why: "digits swapped")).Number);

        Assert.StartsWith("~", Assert.Single(await _desk.AlertWordsAsync()), StringComparison.Ordinal);
        Assert.Equal([24.0], await _desk.SamplesAsync());
        await using var db = await _desk.Watch.ContextAsync();
        Assert.Equal([42m, 24m], await db.Set<Reading>().OrderBy(r => r.Number).Select(r => r.Value!.Value).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_correction_of_an_old_round_does_not_touch_what_a_later_one_says()
    {
        await _desk.ApproveAsync(_desk.Hourly(_desk.Air));
        var first = (await _desk.DueAsync(12, 30)).Id;
        await _desk.ReadAsync(first, _desk.Air, "20");
        await _desk.Get<FinishRound>().HandleAsync(first, _desk.Ann, Ct);
        _desk.Watch.At(13, 5);
        await _desk.ReadAsync((await _desk.DueAsync(13, 30)).Id, _desk.Air, "20");
        Assert.IsType<RecordReadingResult.Done>(await _desk.ReadAsync(first, _desk.Air, "40", seen: 1, why: "was 40"));

        Assert.Empty(await _desk.AlertsAsync());
        Assert.Equal((RoundState.DoneWithDeviations, 1), (await _desk.ViewAsync(first)).Row is var row ? (row.State, row.Deviations) : default);
    }

    [Fact]
    public async Task Of_two_people_at_one_step_one_is_stored_and_the_other_is_told_whose_and_loses_nothing()
    {
        await _desk.Watch.StandAsync(_desk.Bob, _desk.Watch.Early, holds: false);
        await _desk.ApproveAsync(_desk.Hourly());
        var id = (await _desk.DueAsync(12, 30)).Id;
        var results = await Task.WhenAll(_desk.ReadAsync(id, _desk.Air, "20"), _desk.ReadAsync(id, _desk.Air, "40", by: _desk.Bob));

        Assert.Single(results.OfType<RecordReadingResult.Done>());
        var newer = Assert.Single(results.OfType<RecordReadingResult.Newer>());
        Assert.Equal(1, newer.Number);
        Assert.IsType<RecordReadingResult.Done>(await _desk.ReadAsync(id, _desk.Air, "40", seen: 1, why: "read again", by: _desk.Bob));
        Assert.Equal("bob", (await _desk.ViewAsync(id)).Steps[0].Reading!.ByName);
    }

    [Fact]
    public async Task A_reading_far_from_the_sensor_asks_for_one_calibration_until_somebody_closes_it()
    {
        var check = Check.Create(_desk.Asset, new CheckDetails("Sensors", new TcpSettings("127.0.0.1", 1, null)));
        await _desk.Watch.StoreAsync(check);
        await _desk.Watch.SqlAsync($"insert into series (check_id, name, unit) values ('{check.Id}', 'supply', '°C'); create table samples_20260115 partition of samples for values from ('2026-01-15') to ('2026-01-16'); insert into samples select id, '2026-01-15 11:58:00+00', 24 from series");
        var air = _desk.Air with { Sensor = new StepSensor(check.Id, "supply", 2), Limits = StepLimits.None };
        await _desk.ApproveAsync(_desk.Hourly(air));
        var id = (await _desk.DueAsync(12, 30)).Id;
        await _desk.ReadAsync(id, air, "25.5");
        Assert.Empty(await _desk.Watch.TextsAsync(new LogFilter { OpenOnly = true }));
        await _desk.ReadAsync(id, air, "31", seen: 1, why: "looked again");
        await _desk.ReadAsync(id, air, "32", seen: 2, why: "and again");

        Assert.Contains("Air was read as 31 °C by hand, the sensor (Sensors, supply) says 24 °C", Assert.Single(await _desk.Watch.TextsAsync(new LogFilter { OpenOnly = true })), StringComparison.Ordinal);
        var reading = (await _desk.ViewAsync(id)).Steps[0].Reading!;
        Assert.Equal((24.0, true), (reading.Sensor!.Value, reading.CalibrationId is not null));
    }

    [Fact]
    public async Task A_photo_is_a_picture_by_its_content_and_not_by_its_name()
    {
        var photo = new ChecklistStep(Guid.CreateVersion7(), StepKind.Photo, "Seal");
        await _desk.ApproveAsync(_desk.Hourly(photo));
        var id = (await _desk.DueAsync(12, 30)).Id;
        Task<RecordReadingResult> Send(string name, byte[] content, string? type = null) =>
            _desk.Get<RecordReading>().HandleAsync(id, photo.Id, 0, new FileOnItsWay(name, type, content.Length, new MemoryStream(content)), null, _desk.Ann, Ct);

        Assert.IsType<RecordReadingResult.Invalid>(await Send("seal.png", "<html><script>alert(1)</script>"u8.ToArray()));
        Assert.IsType<RecordReadingResult.Invalid>(await Send("seal.svg", "<svg onload='alert(1)'/>"u8.ToArray()));
        Assert.IsType<RecordReadingResult.Invalid>(await Send("seal.pdf", "%PDF-1.7"u8.ToArray()));
        Assert.IsType<RecordReadingResult.Invalid>(await Send("seal.png", s_png, "text/html"));
        Assert.IsType<RecordReadingResult.Invalid>(await Send("seal.png", [.. s_png, .. new byte[20 * 1_048_576]]));
        Assert.IsType<RecordReadingResult.Invalid>(await Send("seal.png", []));
        Assert.IsType<RecordReadingResult.Done>(await Send("../../seal.png", s_png, "image/png"));

        var file = (await _desk.Get<IRoundFiles>().FindAsync((await _desk.ViewAsync(id)).Steps[0].Reading!.FileId!.Value, _desk.Ann, Ct))!;
        Assert.Equal(("seal.png", "image/png", s_png.Length), (file.Name, file.MediaType, (int)file.Length));
    }

    [Fact]
    public async Task Rounds_are_done_by_people_on_watch_when_they_are_open()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        var (open, waiting) = ((await _desk.DueAsync(12, 30)).Id, (await _desk.DueAsync(14, 30)).Id);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.ReadAsync(open, _desk.Air, "20", by: WatchedDesk.Viewer));
        Assert.Equal("Main", Assert.IsType<RoundResult.NotOnWatch>(await _desk.Get<TakeRound>().HandleAsync(open, _desk.Bob, Ct)).Desk);
        Assert.IsType<RoundResult.NotYet>(await _desk.Get<TakeRound>().HandleAsync(waiting, _desk.Ann, Ct));
        Assert.Equal(["Air", "Door is closed"], Assert.IsType<RoundResult.Missing>(await _desk.Get<FinishRound>().HandleAsync(open, _desk.Ann, Ct)).Titles);
        Assert.IsType<RoundResult.Invalid>(await _desk.Get<SkipRound>().HandleAsync(open, " ", _desk.Ann, Ct));
        Assert.IsType<RoundResult.Done>(await _desk.Get<SkipRound>().HandleAsync(open, "room is closed for works", _desk.Ann, Ct));
        Assert.Equal("ann", Assert.IsType<RoundResult.Over>(await _desk.Get<TakeRound>().HandleAsync(open, _desk.Ann, Ct)).By);
        Assert.IsType<RecordReadingResult.Refused>(await _desk.ReadAsync(open, _desk.Air, "20"));
    }

    [Fact]
    public async Task An_overdue_round_that_is_finished_clears_its_alert()
    {
        await _desk.ApproveAsync(_desk.Hourly());
        var id = (await _desk.DueAsync(12, 30)).Id;
        _desk.Watch.At(12, 45);
        await _desk.MakeAsync();
        Assert.Single(await _desk.AlertsAsync());
        await _desk.ReadAsync(id, _desk.Air, "20");
        await _desk.ReadAsync(id, _desk.Door, null);
        Assert.Equal(RoundState.Done, Assert.IsType<RoundResult.Done>(await _desk.Get<FinishRound>().HandleAsync(id, _desk.Ann, Ct)).State);

        Assert.StartsWith("~", Assert.Single(await _desk.AlertWordsAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain(await _desk.Get<IRoundBoard>().NextAsync(_desk.Ann, Ct), r => r.Id == id);
    }
}
