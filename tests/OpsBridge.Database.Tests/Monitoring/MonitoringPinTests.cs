using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Shifts.LogBook;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Monitoring.MonitoredEstate;

namespace OpsBridge.Monitoring;

public sealed class MonitoringPinTests(PostgresServer server)
{
    [Fact]
    public async Task A_check_and_a_point_of_its_chart_are_pinned_as_they_stand_and_what_is_not_there_is_not()
    {
        await using var estate = new MonitoredEstate(await TestDatabase.CreateAsync(server));
        var asset = await estate.AssetAsync("web-1");
        var check = await estate.CheckAsync(asset, "web");
        await estate.StartAsync();
        await estate.BecomesAsync(check, CheckWord.Ok);
        estate.Probes.Say("web", CheckStatus.Critical);
        await estate.BecomesAsync(check, CheckWord.Critical);
        await Eventually.TrueAsync("samples are stored", async () => await estate.ScalarAsync("select count(*) from samples") > 1, Ct);
        await estate.StopAsync();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(await estate.ScalarAsync("select floor(extract(epoch from min(at)) * 1000)::bigint from samples"));

        var state = await TakeAsync(estate, "check", check.ToString());
        Assert.Equal(("Check web on web-1: critical", "Critical", $"/assets/{asset}", asset), (state!.Title, state.Severity, state.Href, state.AssetId!.Value));
        Assert.Contains(new PinFact("Says", "web Critical"), state.Facts);

        var key = new ReadingKey(check, ProbeResult.Latency, at, TimeSpan.FromSeconds(1));
        var point = await TakeAsync(estate, "reading", key.ToString());
        Assert.Equal(("latency of Check web on web-1: 5 ms", asset), (point!.Title, point.AssetId!.Value));
        Assert.Contains(point.Facts, f => f is { Name: "Value" or "Mean", Value: "5 ms" }); // one sample of that second, or two
        Assert.Contains("←", point.Facts.Single(f => f.Name == "Around it").Value, StringComparison.Ordinal);

        Assert.Null(await TakeAsync(estate, "reading", (key with { At = at.AddDays(-2) }).ToString()));
        Assert.Null(await TakeAsync(estate, "reading", (key with { Metric = "' or 1=1 --" }).ToString()));
        Assert.Null(await TakeAsync(estate, "reading", "nonsense"));
        Assert.Null(await TakeAsync(estate, "check", Guid.CreateVersion7().ToString()));
    }

    private static async Task<PinSnapshot?> TakeAsync(MonitoredEstate estate, string kind, string key)
    {
        await using var db = await estate.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        return await estate.Get<IEnumerable<IPinSource>>().Single(s => s.Kind == kind).TakeAsync(db, key, DateTimeOffset.UnixEpoch, Ct);
    }
}
