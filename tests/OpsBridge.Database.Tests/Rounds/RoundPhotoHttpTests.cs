using System.Net;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Rounds.Checklists;
using OpsBridge.Shifts;
using OpsBridge.Shifts.Roster;
using Xunit;

namespace OpsBridge.Rounds;

/// <summary>Photos of rounds as browsers get them; what is refused on the way in stands in <see cref="RecordReadingTests"/>.</summary>
public sealed class RoundPhotoHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly Actor s_admin = Actor.InRole(null, "Test", Role.Admin);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_is_shown_to_those_who_may_see_rounds_and_no_browser_runs_it()
    {
        var address = $"/rounds/photos/{await PhotoAsync("seal \"7\".png")}";
        await console.AddAsync("vera", Role.Viewer);
        using var viewer = console.Open();
        using var stranger = console.Open();
        await viewer.SignInAsync("vera");

        var photo = await viewer.GetAsync(address);

        Assert.Equal((HttpStatusCode.OK, "image/png"), (photo.StatusCode, photo.Content.Headers.ContentType!.MediaType));
        Assert.Equal(s_png, await photo.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(("inline", "nosniff", "default-src 'none'; sandbox"), (
            photo.Content.Headers.ContentDisposition!.DispositionType, photo.Headers.GetValues("X-Content-Type-Options").Single(), photo.Headers.GetValues("Content-Security-Policy").Single()));
        Assert.Equal(HttpStatusCode.NotFound, await viewer.StatusAsync($"/rounds/photos/{Guid.CreateVersion7()}"));
        Assert.Equal(HttpStatusCode.NotFound, await viewer.StatusAsync("/rounds/photos/..%2F..%2Fetc"));
        Assert.NotEqual(HttpStatusCode.OK, await stranger.StatusAsync(address)); // sent to the sign-in
    }

    private async Task<Guid> PhotoAsync(string name)
    {
        var desk = Assert.IsType<SaveDeskResult.Saved>(await console.Get<SaveDesk>().HandleAsync(null, 0, new DeskDetails("Photos", "UTC"), s_admin, Ct)).Id;
        var details = new ChecklistDetails("Seals", desk, new RoundSchedule(RoundTiming.Recurring) { Cron = "0 0 * * * ?", Zone = "UTC" })
        {
            OpensBefore = 30, Grace = 10, Steps = [new ChecklistStep(Guid.CreateVersion7(), StepKind.Photo, "Seal")],
        };
        var list = Assert.IsType<SaveChecklistResult.Done>(await console.Get<SaveChecklist>().HandleAsync(null, 0, details, s_admin, Ct));
        await console.Get<ApproveChecklist>().HandleAsync(list.Id, list.Number, s_admin, Ct);
        await console.Get<RoundMaker>().MakeAsync(Ct);
        await using var db = await console.Get<IDbContextFactory<OpsDbContext>>().CreateDbContextAsync(Ct);
        var round = await db.Set<Round>().Where(r => r.ChecklistId == list.Id).Select(r => r.Id).FirstAsync(Ct);
        var file = RoundFile.Of(round, name, "image/png", s_png, s_admin, TimeProvider.System.GetUtcNow());
        db.Add(file);
        await db.SaveChangesAsync(Ct);
        return file.Id;
    }
}
