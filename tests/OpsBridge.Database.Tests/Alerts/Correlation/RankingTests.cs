using OpsBridge.Alerts.Handling;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Alerts.Correlation;

public sealed class RankingTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly CorrelationDesk _desk = new(database);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ranking_is_a_step_and_an_entry_with_who_and_why_and_leaves_closed_alerts()
    {
        var (cause, symptom, over) = (await _desk.RaiseAsync("r1-cause"), await _desk.RaiseAsync("r1-symptom"), await _desk.RaiseAsync("r1-over"));
        await _desk.CloseAsync(over);

        var done = Assert.IsType<RankResult.Done>(await _desk.Rank.HandleAsync([symptom, over], cause, "same rack", CorrelationDesk.Ann, Ct));

        Assert.Equal([symptom], done.Ranked);
        Assert.Equal([new RankRefusal(over, RankRefusalReason.Closed)], done.Left);
        Assert.Equal((cause, SymptomOrigin.Operator), await _desk.OfAsync(symptom));
        var step = Assert.Single(await _desk.StepsAsync(symptom));
        Assert.Equal((AlertTransitionKind.BecameSymptom, "Ann", "same rack", (long?)null, (long?)cause), (step.Kind, step.ActorName, step.Why, step.Before.CauseId, step.After.CauseId));
        var entry = (await _desk.TimelineAsync(symptom))[0];
        Assert.Equal(("alert.ranked", "Ann", "same rack"), (entry.Kind, entry.ActorName, entry.Why));

        Assert.IsType<RankResult.Done>(await _desk.Alone.HandleAsync([symptom], null, CorrelationDesk.Ann, Ct));
        Assert.Equal((null, SymptomOrigin.Operator), await _desk.OfAsync(symptom));
        Assert.Equal(AlertTransitionKind.BecameCause, (await _desk.StepsAsync(symptom))[^1].Kind);
    }

    [Fact]
    public async Task Operators_who_rank_two_alerts_under_each_other_at_once_make_no_circle()
    {
        for (var round = 0; round < 5; round++)
        {
            var (a, b, c) = (await _desk.RaiseAsync($"r2-a{round}"), await _desk.RaiseAsync($"r2-b{round}"), await _desk.RaiseAsync($"r2-c{round}"));

            await Task.WhenAll(
                _desk.Rank.HandleAsync([a], b, null, CorrelationDesk.Ann, Ct),
                _desk.Rank.HandleAsync([b], c, null, CorrelationDesk.Ann, Ct),
                _desk.Rank.HandleAsync([c], a, null, CorrelationDesk.Ann, Ct));

            var causes = new[] { await _desk.OfAsync(a), await _desk.OfAsync(b), await _desk.OfAsync(c) }.Select(o => o.Cause).ToList();
            Assert.Single(causes, (long?)null);
            Assert.Single(causes.OfType<long>().Distinct());
        }
    }

    [Fact]
    public async Task A_cause_that_closes_while_it_is_being_ranked_under_is_an_answer()
    {
        var (cause, symptom) = (await _desk.RaiseAsync("r3-cause"), await _desk.RaiseAsync("r3-symptom"));
        await _desk.CloseAsync(cause);

        Assert.IsType<RankResult.CauseClosed>(await _desk.Rank.HandleAsync([symptom], cause, null, CorrelationDesk.Ann, Ct));
        Assert.IsType<RankResult.CauseNotFound>(await _desk.Rank.HandleAsync([symptom], long.MaxValue, null, CorrelationDesk.Ann, Ct));
        Assert.IsType<RankResult.Invalid>(await _desk.Rank.HandleAsync([], cause, null, CorrelationDesk.Ann, Ct));
        Assert.IsType<RankResult.Invalid>(await _desk.Rank.HandleAsync([symptom], cause, new string('x', 2001), CorrelationDesk.Ann, Ct));
        Assert.Empty(await _desk.StepsAsync(symptom));
    }

    [Fact]
    public async Task The_keeper_leaves_an_operators_ranking_until_the_cause_closes()
    {
        var (cause, symptom) = (await _desk.RaiseAsync("r4-cause"), await _desk.RaiseAsync("r4-symptom"));
        await _desk.Rank.HandleAsync([symptom], cause, null, CorrelationDesk.Ann, Ct);
        await _desk.KeepAsync();
        Assert.Equal((cause, SymptomOrigin.Operator), await _desk.OfAsync(symptom));

        await _desk.CloseAsync(cause);
        await _desk.KeepAsync();

        Assert.Equal((null, null), await _desk.OfAsync(symptom));
    }

    [Fact]
    public async Task Undo_puts_every_alert_back_where_it_was()
    {
        var (a, b, c) = (await _desk.RaiseAsync("r5-a"), await _desk.RaiseAsync("r5-b"), await _desk.RaiseAsync("r5-c"));
        await _desk.Rank.HandleAsync([c], a, null, CorrelationDesk.Ann, Ct);
        var done = await _desk.Rank.HandleAsync([a], b, null, CorrelationDesk.Ann, Ct); // c follows
        Assert.Equal((b, SymptomOrigin.Operator), await _desk.OfAsync(c));

        Assert.IsType<UndoResult.Undone>(await _desk.UndoAsync(done));

        Assert.Equal((null, null), await _desk.OfAsync(a));
        Assert.Equal((a, SymptomOrigin.Operator), await _desk.OfAsync(c));
        await _desk.KeepAsync();
        Assert.Equal((a, SymptomOrigin.Operator), await _desk.OfAsync(c));
    }

    [Fact]
    public async Task Without_the_permission_nothing_is_ranked()
    {
        var viewer = Actor.InRole(Guid.CreateVersion7(), "Vic", Role.Viewer);

        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.Rank.HandleAsync([1], 2, null, viewer, Ct));
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _desk.Alone.HandleAsync([1], null, viewer, Ct));
    }

    public void Dispose() => _desk.Dispose();
}
