using OpsBridge.Alerts;
using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Kernel;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Shifts.Handover;

/// <summary>What comes in the middle of a handover: the clocks change, or a storm breaks loose.</summary>
public sealed class HandoverFaultTests(PostgresServer server)
{
    private const int Before = 6_000;
    private const int After = 4_000;
    private const int Taken = 1_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20); // the benchmark says how long it takes; this says that it ends

    private static CancellationToken Ct => HandoverEstate.Ct;

    [Theory]
    [InlineData("2026-10-25", "Since 02:45 UTC+02:00 (45 min)", "Since 02:25 UTC+01:00")] // 03:00 is 02:00 again at 01:00 UTC
    [InlineData("2026-03-29", "Since 01:45 (45 min)", "Since 03:25")] // 02:00 is 03:00 at once
    public async Task When_the_clocks_change_in_the_middle_it_opens_on_time_tells_all_once_and_says_which_of_two_times_it_means(string day, string first, string second)
    {
        var cut = DateTimeOffset.Parse($"{day}T01:30:00Z", System.Globalization.CultureInfo.InvariantCulture);
        await using var estate = await HandoverEstate.CreateAsync(server, cut: cut);
        estate.Clock.FastForward(TimeSpan.FromTicks(1));
        await estate.RoundAsync();
        Assert.Equal((HandoverState.Preparing, cut), ((await estate.ViewAsync()).Head.State, (await estate.ViewAsync()).Head.PlannedAt));

        estate.Clock.FastForward(cut.AddMinutes(-45) - estate.Now);
        await estate.AlertAsync("db-1", estate.Ann);
        estate.Clock.FastForward(cut.AddMinutes(-5) - estate.Now);
        await estate.AlertAsync("db-2", estate.Ann);
        estate.Clock.FastForward(cut.AddMilliseconds(1) - estate.Now);
        await estate.AlertAsync("db-3", null);
        estate.Clock.FastForward(TimeSpan.FromMinutes(5));
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);

        var told = (await estate.ViewAsync()).Case.Around.Facts.Of(HandoverSection.Alerts).Facts;
        Assert.Equal(["db-1 is down", "db-2 is down"], told.Select(f => f.Title).Order(StringComparer.Ordinal));
        Assert.Contains(first, told.Single(f => f.Title == "db-1 is down").Detail, StringComparison.Ordinal);
        Assert.Contains(second, told.Single(f => f.Title == "db-2 is down").Detail, StringComparison.Ordinal);
        estate.Clock.FastForward(TimeSpan.FromHours(1));
        await estate.RoundAsync();
        Assert.Equal((cut, cut.AddHours(8)), ((await estate.ViewAsync()).Head.From, (await estate.ViewAsync()).Head.PlannedAt));
        Assert.Empty((await estate.VerifyAsync()).Broken);
    }

    [Fact]
    public async Task In_a_storm_of_ten_thousand_alerts_it_is_complete_has_one_owner_for_everything_and_is_accepted_in_time()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.AlertAsync("db-1", estate.Ann);
        estate.Clock.FastForward(TimeSpan.FromMinutes(50));
        await estate.PrepareAsync();
        await estate.DoAsync(new HandoverStep.Sign(), estate.Ann);
        await estate.DoAsync(new HandoverStep.Review("at the desk"), estate.Bob);
        estate.Clock.FastForward(estate.T.AddSeconds(-1) - estate.Now);
        await BlowAsync(estate, "before", Before);
        var mine = (await estate.Get<IAlertBoard>().OpenAsync(estate.Ann, Ct)).Rows.Where(r => r.OwnerName is null).Take(Taken).Select(r => r.Id).ToList();
        await estate.Get<HandleAlerts>().HandleAsync(new AlertOrder(mine, new AlertVerb.Take(), null), estate.Ann, Ct);
        estate.Clock.FastForward(TimeSpan.FromSeconds(2));
        await BlowAsync(estate, "after", After);
        await estate.ReadAllAsync(estate.Bob);
        await estate.DoAsync(new HandoverStep.Countersign(), estate.Sue);

        using var patience = new CancellationTokenSource(s_patience, TimeProvider.System);
        Assert.IsType<HandoverOutcome.Done>(await estate.Get<MoveHandover>().HandleAsync(estate.Handover, new HandoverStep.Accept(), IdentityFixture.Password, estate.Bob, patience.Token));

        var view = await estate.ViewAsync();
        var told = view.Case.Around.Facts.Of(HandoverSection.Alerts);
        Assert.Equal((Before + 1, FactBook.Most), (told.Total, told.Facts.Select(f => f.Key).Distinct(StringComparer.Ordinal).Count()));
        Assert.DoesNotContain(told.Facts, f => f.Title.StartsWith("after", StringComparison.Ordinal));
        Assert.Equal("6,001 alerts raised, 0 closed", Raised(view));
        Assert.Equal([(false, 1), (true, Taken)], view.Transfers.GroupBy(t => t.AfterSignature).Select(g => (g.Key, g.Count())).Order());
        Assert.Equal([("alert bob", Taken + 1)], (await estate.OwnedAsync()).GroupBy(o => o).Select(g => (g.Key, g.Count())));
        Assert.Equal(estate.Bob.Id, Assert.Single(await estate.OnWatchAsync()).AccountId);
        Assert.Empty((await estate.VerifyAsync()).Broken);
        await estate.RoundAsync();
        Assert.Equal("4,000 alerts raised, 0 closed", Raised(await estate.ViewAsync()));
    }

    private static async Task BlowAsync(HandoverEstate estate, string wave, int alerts)
    {
        foreach (var chunk in Enumerable.Range(0, alerts).Chunk(1_000))
        {
            await estate.Get<ApplySignals>().HandleAsync(
                [.. chunk.Select(i => new AlertSignal(Labels.Of(("wave", wave), ("number", $"{i}")), true, i % 100 == 0 ? AlertSeverity.Critical : AlertSeverity.Warning, $"{wave} {i}", estate.Now))],
                Actor.Internal("source", Permissions.ReportAlerts),
                Ct);
        }
    }

    private static string Raised(HandoverView view) => view.Case.Around.Facts.Of(HandoverSection.Figures).Facts.Single(f => f.Key == "figures/raised").Title;
}
