using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Identity;
using OpsBridge.Shifts.Roster;
using OpsBridge.Shifts.Watch;
using Xunit;

namespace OpsBridge.Shifts;

public sealed class ShiftsOverHttpTests(ConsoleOverHttp console) : IClassFixture<ConsoleOverHttp>
{
    private static CancellationToken Ct => IdentityFixture.Ct;

    [Fact]
    public async Task A_calendar_program_reads_shifts_under_a_secret_address_until_it_is_revoked_or_its_owner_is_disabled()
    {
        var sue = Actor.InRole(await console.AddAsync("sue", Role.Supervisor), "sue", Role.Supervisor);
        var desk = ((SaveDeskResult.Saved)await console.Get<SaveDesk>().HandleAsync(null, 0, new DeskDetails("Ops, east; \"A\"", "Europe/Zurich"), sue, Ct)).Id;
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await console.Get<SavePattern>().HandleAsync(desk, PatternPresets.EightHours(today), sue, Ct);
        var shift = (await console.Get<IRosterBook>().ReadAsync(desk, today.AddDays(2), today.AddDays(2), sue, Ct)).Shifts[0];
        await console.Get<AssignPerson>().HandleAsync(shift.Id, sue.Id!.Value, sue, Ct);
        var own = Assert.IsType<CreateCalendarFeedResult.Done>(await console.Get<CreateCalendarFeed>().HandleAsync(null, sue, Ct));
        var all = Assert.IsType<CreateCalendarFeedResult.Done>(await console.Get<CreateCalendarFeed>().HandleAsync(desk, sue, Ct));
        using var stranger = console.Open();

        var answer = await stranger.GetAsync($"/calendar/{own.Secret}.ics");
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal((HttpStatusCode.OK, "text/calendar", true), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.NoStore));
        Assert.Single(text.Split("\r\n"), "BEGIN:VEVENT");
        Assert.Contains("SUMMARY:Early · Ops\\, east\\; \"A\"", text, StringComparison.Ordinal);
        Assert.Contains("Early: sue", await (await stranger.GetAsync($"/calendar/{all.Secret}.ics")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await console.Get<RevokeCalendarFeed>().HandleAsync(own.Id, sue, Ct);
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync($"/calendar/{own.Secret}.ics"));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync($"/calendar/{new string('x', 5000)}.ics"));
        Assert.Equal(HttpStatusCode.OK, await stranger.StatusAsync($"/calendar/{all.Secret}.ics"));
        await console.Get<DisableAccount>().HandleAsync(sue.Id.Value, Actor.Internal("test", Permissions.ManageAccounts), Ct);
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync($"/calendar/{all.Secret}.ics"));
    }

    [Fact]
    public async Task A_right_that_is_bound_to_the_watch_comes_and_goes_with_it()
    {
        var options = console.Host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ShiftsOptions>>().Value;
        options.OnWatchOnly.Add(Permissions.EditAssets);
        try
        {
            var adam = Actor.InRole(await console.AddAsync("adam", Role.Admin), "adam", Role.Admin);
            var desk = ((SaveDeskResult.Saved)await console.Get<SaveDesk>().HandleAsync(null, 0, new DeskDetails("Bound", "UTC"), adam, Ct)).Id;
            using var browser = console.Open();
            await browser.SignInAsync("adam");
            Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync("/assets/new"));

            // A program stands no watch: its key holds what it was given, whether its maker is on watch or not.
            var key = Assert.IsType<CreateApiKeyResult.Done>(await console.Get<CreateApiKey>().HandleAsync(new ApiKeyDetails("importer", [Permissions.EditAssets], null), adam, Ct)).Token;
            using var program = console.Open();
            program.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
            Assert.Equal(HttpStatusCode.Created, (await program.Client.PostAsJsonAsync("/api/v1/sites", new { name = "Bound DC", kind = "dataCentre", timeZone = "UTC" }, Ct)).StatusCode);
            Assert.Equal([Permissions.EditAssets], console.Get<IWatchRights>().Bound);

            await console.Get<TakeWatch>().HandleAsync(desk, adam, Ct);
            await Support.Eventually.TrueAsync("the right came with the watch", async () => await browser.StatusAsync("/assets/new") == HttpStatusCode.OK, Ct);
            await console.Get<GoUnstaffed>().HandleAsync(desk, new UnstaffedForm(TimeProvider.System.GetUtcNow().AddHours(1), "Everything is quiet here", "Duty phone 4711"), adam, Ct);
            await Support.Eventually.TrueAsync("the right went with the watch", async () => await browser.StatusAsync("/assets/new") == HttpStatusCode.Forbidden, Ct);
        }
        finally
        {
            options.OnWatchOnly.Clear();
        }
    }
}
