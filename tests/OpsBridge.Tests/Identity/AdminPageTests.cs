using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Live;
using OpsBridge.SignIn;
using OpsBridge.Support;
using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Identity;

public sealed class AdminPageTests : BunitContext
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_me = Guid.CreateVersion7();
    private readonly FakeLists _lists = new();

    public AdminPageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(new FakeClock(s_now));
        Services.AddUi();
        var user = AddAuthorization();
        user.SetAuthorized("chief");
        user.SetClaims(
            new(ActorClaims.Role, nameof(Role.Admin)), new(System.Security.Claims.ClaimTypes.NameIdentifier, s_me.ToString()));
        Services.AddSingleton<LiveFeed>().AddScoped<CurrentActor>().AddSingleton<IAccountList>(_lists).AddSingleton<IAccessList>(_lists).AddSingleton<IWatchRights>(_lists);
        Services.AddSingleton(new AccountVerbs(null!, null!, null!, null!, null!, null!)); // the tests look and press nothing that writes
        Services.AddSingleton(new AccessVerbs(null!, null!, null!, null!));
        Services.GetRequiredService<ViewerTime>().Use("Europe/Zurich", "CET", "CEST");
    }

    [Fact]
    public void My_own_account_has_neither_a_role_to_choose_nor_anything_to_press()
    {
        _lists.Accounts = [Row(s_me, "chief", Role.Admin), Row(Guid.CreateVersion7(), "ann", Role.Operator)];

        var page = Render<AccountsPage>();

        var rows = page.FindAll("tbody tr");
        Assert.Empty(rows[0].QuerySelectorAll("select, button"));
        Assert.Equal("Operator", rows[1].QuerySelector("select")!.GetAttribute("value"));
        Assert.Equal(3, rows[1].QuerySelectorAll("button").Length);
    }

    [Fact]
    public void A_disabled_account_can_only_be_enabled()
    {
        _lists.Accounts = [Row(Guid.CreateVersion7(), "ann", Role.Operator) with { DisabledAt = s_now }];

        var row = Render<AccountsPage>().Find("tbody tr");

        Assert.Contains("Disabled since", row.TextContent, StringComparison.Ordinal);
        Assert.Equal("Enable ann", Assert.Single(row.QuerySelectorAll("button")).GetAttribute("aria-label"));
    }

    [Fact]
    public void A_key_shows_its_beginning_its_permissions_and_its_end()
    {
        _lists.Keys = [new ApiKeyRow(Guid.CreateVersion7(), "deploy", "ob_12ab34cd", [Permissions.ViewAlerts], "chief", s_now, s_now.AddDays(-1), null, null)];

        var row = Render<KeysPage>().Find("table[aria-label='API keys'] tbody tr");

        Assert.Contains("ob_12ab34cd…", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(Permissions.ViewAlerts, row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Expired", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_offers_what_the_admin_may_grant()
    {
        var page = Render<KeysPage>();

        page.FindAll("button").Single(b => b.TextContent.Contains("New API key", StringComparison.Ordinal)).Click();

        Assert.Equal(Permissions.All, page.FindAll("fieldset label").Select(l => l.TextContent.Trim()));
    }

    [Fact]
    public void What_people_hold_only_on_watch_is_marked_on_a_key_that_holds_it_always()
    {
        _lists.Bound = [Permissions.ManageSilences];
        _lists.Keys =
        [
            new ApiKeyRow(Guid.CreateVersion7(), "deploy", "ob_12ab34cd", [Permissions.ViewAlerts, Permissions.ManageSilences], "chief", s_now, null, null, null),
            new ApiKeyRow(Guid.CreateVersion7(), "look", "ob_56ab34cd", [Permissions.ViewAlerts], "chief", s_now, null, null, null),
        ];

        var page = Render<KeysPage>();

        Assert.Equal([true, false], page.FindAll("table[aria-label='API keys'] tbody tr").Select(r => r.TextContent.Contains("without a watch: silences.manage", StringComparison.Ordinal)));
        page.FindAll("button").Single(b => b.TextContent.Contains("New API key", StringComparison.Ordinal)).Click();
        Assert.Contains("only while on watch", page.FindAll("fieldset label").Single(l => l.TextContent.Contains(Permissions.ManageSilences, StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
    }

    private static AccountRow Row(Guid id, string name, Role role) => new(id, name, role, s_now, s_now, null, true, null, 1);

    private sealed class FakeLists : IAccountList, IAccessList, IWatchRights
    {
        public IReadOnlyCollection<string> Bound { get; set; } = [];

        public IReadOnlyList<AccountRow> Accounts { get; set; } = [];

        public IReadOnlyList<ApiKeyRow> Keys { get; set; } = [];

        public Task<IReadOnlyList<AccountRow>> AllAsync(Actor actor, CancellationToken ct) => Task.FromResult(Accounts);

        public Task<IReadOnlyList<ApiKeyRow>> KeysAsync(Actor actor, CancellationToken ct) => Task.FromResult(Keys);

        public ValueTask<System.Collections.Frozen.FrozenSet<string>> WithheldAsync(Guid account, CancellationToken ct) => throw new NotSupportedException("These pages ask only what is bound.");

        public Task<IReadOnlyList<WallLinkRow>> WallLinksAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<WallLinkRow>>([]);
    }
}
