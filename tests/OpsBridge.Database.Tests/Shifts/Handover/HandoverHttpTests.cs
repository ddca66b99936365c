using System.Net;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    [Fact]
    public async Task The_report_is_for_those_who_are_signed_in_and_shows_hostile_text_as_text()
    {
        var id = await HandoverAsync();
        using var stranger = console.Open();
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync($"/handover/{id}/report")).StatusCode);
        using var browser = console.Open();
        await browser.SignInAsync("watcher");

        var report = await browser.GetAsync($"/handover/{id}/report");
        var html = await report.Content.ReadAsStringAsync(IdentityFixture.Ct);
        Assert.Equal(HttpStatusCode.OK, report.StatusCode);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        var file = await browser.GetAsync($"/handover/{id}/report?download=true");
        Assert.StartsWith("attachment", file.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("stylesheet", await file.Content.ReadAsStringAsync(IdentityFixture.Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/handover/{Guid.CreateVersion7()}/report")).StatusCode);
    }

    private async Task<Guid> HandoverAsync()
    {
        var account = await console.AddAsync("watcher", Role.Operator);
        var actor = Actor.InRole(account, "watcher", Role.Operator);
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(IdentityFixture.Ct))
        {
            var desk = Desk.Create(new DeskDetails("Main", "UTC"), now);
            db.Add(desk);
            db.Add(WatchSpell.Begin(desk.Id, null, actor, holds: true, now.AddHours(-4)));
            await db.SaveChangesAsync(IdentityFixture.Ct);
            var opened = Assert.IsType<OpenHandoverResult.Opened>(await console.Get<OpenHandover>().HandleAsync(desk.Id, now.AddMinutes(30), actor, IdentityFixture.Ct));
            await console.Get<MoveHandover>().HandleAsync(
                opened.Id, new HandoverStep.Write(HandoverCase.StateLine, "<img src=x onerror=alert(1)>", 0), null, actor, IdentityFixture.Ct);
            return opened.Id;
        }
    }
}
