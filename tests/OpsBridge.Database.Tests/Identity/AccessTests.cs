using Microsoft.EntityFrameworkCore;
using OpsBridge.Live;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class AccessTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Actor s_admin = Actor.InRole(Guid.CreateVersion7(), "chief", Role.Admin);
    private IdentityFixture _it = null!;

    public async ValueTask InitializeAsync() => _it = await IdentityFixture.CreateAsync(server);

    public ValueTask DisposeAsync() => _it.DisposeAsync();

    [Fact]
    public async Task A_key_acts_with_its_permissions_and_no_more()
    {
        var done = await CreateAsync(null, Permissions.ViewAlerts, Permissions.ReportAlerts);

        var actor = await FindAsync(done.Token);

        Assert.Equal((done.Id, "key:deploy"), (actor!.Id, actor.Name));
        Assert.True(actor.May(Permissions.ReportAlerts));
        Assert.False(actor.May(Permissions.HandleAlerts));
    }

    [Fact]
    public async Task A_key_opens_nothing_from_its_end_on()
    {
        var done = await CreateAsync(_it.Clock.GetUtcNow().AddDays(1), Permissions.ViewAlerts);

        _it.Clock.FastForward(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await FindAsync(done.Token));
        _it.Clock.FastForward(TimeSpan.FromSeconds(1));
        Assert.Null(await FindAsync(done.Token));
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_and_is_revoked_once()
    {
        var done = await CreateAsync(null, Permissions.ViewAlerts);
        var revoke = _it.Get<RevokeApiKey>();
        Assert.NotNull(await FindAsync(done.Token)); // known by now

        Assert.Equal(RevokeResult.Done, await revoke.HandleAsync(done.Id, s_admin, IdentityFixture.Ct));
        Assert.Equal(RevokeResult.AlreadyRevoked, await revoke.HandleAsync(done.Id, s_admin, IdentityFixture.Ct));

        Assert.Null(await FindAsync(done.Token));
        Assert.Equal(["api_key.created by chief", "api_key.revoked by chief"], await _it.TimelineAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_revoked_by_another_process_opens_nothing_once_that_is_announced_or_two_seconds_have_passed(bool announced)
    {
        var done = await CreateAsync(null, Permissions.ViewAlerts);
        Assert.NotNull(await FindAsync(done.Token));
        await using (var db = await _it.Contexts.CreateDbContextAsync(IdentityFixture.Ct))
        {
            await db.Set<ApiKey>().ExecuteUpdateAsync(k => k.SetProperty(x => x.RevokedAt, _it.Clock.GetUtcNow()), IdentityFixture.Ct);
        }

        Assert.NotNull(await FindAsync(done.Token)); // remembered: the database is not asked again
        if (announced)
        {
            _it.Get<LiveFeed>().Publish(ApiKeyCheck.Topic);
        }
        else
        {
            _it.Clock.FastForward(TimeSpan.FromSeconds(2));
        }

        Assert.Null(await FindAsync(done.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ob_")]
    [InlineData("ob_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_unknown_key_opens_nothing(string token)
    {
        await CreateAsync(null, Permissions.ViewAlerts);

        Assert.Null(await FindAsync(token));
        Assert.Null(await FindAsync(token + new string('x', 10_000)));
    }

    [Fact]
    public async Task The_last_use_is_written_at_most_once_a_minute()
    {
        var done = await CreateAsync(null, Permissions.ViewAlerts);
        var first = _it.Clock.GetUtcNow();
        await FindAsync(done.Token);

        _it.Clock.FastForward(TimeSpan.FromSeconds(59));
        await FindAsync(done.Token);
        Assert.Equal(first, (await RowAsync()).LastUsedAt);

        _it.Clock.FastForward(TimeSpan.FromSeconds(1));
        await FindAsync(done.Token);
        Assert.Equal(first.AddMinutes(1), (await RowAsync()).LastUsedAt);
    }

    [Fact]
    public async Task Nobody_puts_into_a_key_what_they_do_not_hold()
    {
        var keyMaker = Actor.Internal("key:maker", Permissions.ManageKeys);

        var result = await _it.Get<CreateApiKey>().HandleAsync(new ApiKeyDetails("x", [Permissions.ManageAccounts], null), keyMaker, IdentityFixture.Ct);

        Assert.Equal("permissions", Assert.IsType<CreateApiKeyResult.Invalid>(result).Field);
        await Assert.ThrowsAsync<PermissionDeniedException>(() => _it.Get<CreateApiKey>().HandleAsync(
            new ApiKeyDetails("x", [Permissions.ViewAlerts], null), Actor.InRole(null, "ann", Role.Supervisor), IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_wallboard_link_opens_its_screen_until_it_is_revoked()
    {
        var done = Assert.IsType<CreateWallLinkResult.Done>(await _it.Get<CreateWallLink>().HandleAsync("hall", s_admin, IdentityFixture.Ct));
        var screens = _it.Get<WallScreens>();

        Assert.Equal((done.Id, "wall:hall"), await screens.OpenAsync(done.Secret, IdentityFixture.Ct) is { } actor ? (actor.Id!.Value, actor.Name) : default);
        Assert.NotNull(await screens.FindAsync(done.Id, IdentityFixture.Ct));
        await _it.Get<RevokeWallLink>().HandleAsync(done.Id, s_admin, IdentityFixture.Ct);

        Assert.Null(await screens.OpenAsync(done.Secret, IdentityFixture.Ct));
        Assert.Null(await screens.FindAsync(done.Id, IdentityFixture.Ct));
        Assert.Null(await screens.OpenAsync(Secret.New(), IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_key_given_from_outside_works_and_is_made_once()
    {
        var provision = _it.Get<ProvisionAccess>();
        var actor = Actor.Internal("demo", Permissions.ManageKeys);
        for (var i = 0; i < 2; i++)
        {
            await provision.EnsureKeyAsync("a key from the environment", new ApiKeyDetails("demo", [.. Permissions.All], null), actor, IdentityFixture.Ct);
        }

        Assert.True((await FindAsync("a key from the environment"))!.May(Permissions.EditAssets));
        Assert.Equal("a k", (await RowAsync()).Prefix);
    }

    private Task<Actor?> FindAsync(string token) => _it.Get<ApiKeyCheck>().FindAsync(token, IdentityFixture.Ct);

    private async Task<ApiKeyRow> RowAsync() => Assert.Single(await _it.Get<IAccessList>().KeysAsync(s_admin, IdentityFixture.Ct));

    private async Task<CreateApiKeyResult.Done> CreateAsync(DateTimeOffset? end, params string[] permissions) =>
        Assert.IsType<CreateApiKeyResult.Done>(await _it.Get<CreateApiKey>().HandleAsync(new ApiKeyDetails("deploy", permissions, end), s_admin, IdentityFixture.Ct));
}
