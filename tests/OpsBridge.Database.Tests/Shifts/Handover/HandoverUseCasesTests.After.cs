using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Timeline;
using Xunit;

namespace OpsBridge.Shifts.Handover;

/// <content>After Accept.</content>
public sealed partial class HandoverUseCasesTests
{
    [Fact]
    public async Task Nothing_can_be_written_into_a_sealed_handover_even_around_the_use_case()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        await using var db = await estate.Contexts.CreateDbContextAsync(Ct);
        db.Add(new HandoverTick(estate.Handover, 1, HandoverSection.Jobs, estate.Cid.Id!.Value, "cid", estate.Now));

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Ct));
        await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlAsync($"update handover_texts set text = 'x'", Ct));
    }

    [Fact]
    public async Task Afterwards_it_is_verified_reopened_and_corrected_by_additions_and_closed_when_the_next_is_accepted()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        await estate.DoAsync(new HandoverStep.CrossCheck(null), estate.Bob);
        await estate.DoAsync(new HandoverStep.Reopen("typo"), estate.Sue);
        await estate.DoAsync(new HandoverStep.Append("it was db-2"), estate.Bob);
        await estate.DoAsync(new HandoverStep.Close(), estate.Sue);

        var verdict = await estate.VerifyAsync();
        Assert.Equal((1, 4, 0), (verdict.Records, verdict.Additions, verdict.Broken.Count));
        await using var db = await estate.Contexts.CreateDbContextAsync(Ct);
        Assert.Equal(
            ["handover.opened", "handover.signed", "handover.reviewed", "handover.read_back", "handover.confirmed", "handover.accepted", "handover.verified", "handover.reopened", "handover.appended", "handover.closed"],
            await db.Set<TimelineEntry>().Where(e => e.Subject == "handover").OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Ct));
    }

    [Fact]
    public async Task An_hour_after_T_the_score_tells_what_got_worse_unmentioned()
    {
        await using var estate = await HandoverEstate.CreateAsync(server);
        await estate.AlertAsync("quiet", null, AlertSeverity.Warning);
        await estate.AlertAsync("told", null);
        estate.Clock.FastForward(TimeSpan.FromMinutes(5));
        await estate.ToReadBackAsync();
        await estate.DoAsync(new HandoverStep.Accept(), estate.Bob);
        estate.Clock.FastForward(TimeSpan.FromMinutes(20));
        await estate.AlertAsync("quiet", null, AlertSeverity.Critical);
        await estate.AlertAsync("told", null, AlertSeverity.Critical);
        await estate.Get<HandoverScores>().MakeAsync(Ct);
        Assert.Null((await estate.Get<IHandoverQuality>().ReadAsync(estate.Sue, Ct))[0].Score);
        estate.Clock.FastForward(TimeSpan.FromHours(1));
        await Task.WhenAll(estate.Get<HandoverScores>().MakeAsync(Ct), estate.Get<HandoverScores>().MakeAsync(Ct));

        var grade = Assert.Single(await estate.Get<IHandoverQuality>().ReadAsync(estate.Sue, Ct));
        Assert.Equal("80: 1 surprise in the hour after T: quiet is down (now critical)", grade.Surprises);
        Assert.Equal((80, true, 0), (grade.Score, grade.OnTime, grade.SentBack));
        Assert.Empty((await estate.VerifyAsync()).Broken);
    }
}
