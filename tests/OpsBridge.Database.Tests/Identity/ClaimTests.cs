using Microsoft.EntityFrameworkCore;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

public sealed class ClaimTests(PostgresServer server) : IAsyncLifetime
{
    private IdentityFixture _it = null!;

    private ClaimInstance Instance => _it.Get<ClaimInstance>();

    public async ValueTask InitializeAsync() => _it = await IdentityFixture.CreateAsync(server);

    public ValueTask DisposeAsync() => _it.DisposeAsync();

    [Fact]
    public async Task Claiming_makes_an_admin_who_is_signed_in_and_no_further_link_is_offered()
    {
        Assert.False(await Instance.IsClaimedAsync(IdentityFixture.Ct));
        var secret = await Instance.OfferAsync(IdentityFixture.Ct);

        var done = Assert.IsType<ClaimResult.Done>(await Instance.ClaimAsync(secret!, "ann", IdentityFixture.Password, IdentityFixture.Ct));

        Assert.Equal(Role.Admin, (await _it.FindAsync(done.Session))!.Role);
        Assert.True(await Instance.IsClaimedAsync(IdentityFixture.Ct));
        Assert.Null(await Instance.OfferAsync(IdentityFixture.Ct));
        Assert.Equal(["account.claimed by ann", "account.signed_in by ann"], await _it.TimelineAsync());
    }

    [Fact]
    public async Task Of_claims_at_the_same_moment_one_wins()
    {
        var secret = await Instance.OfferAsync(IdentityFixture.Ct);

        var results = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => Instance.ClaimAsync(secret!, $"claimant{i}", IdentityFixture.Password, IdentityFixture.Ct)));

        Assert.Single(results.OfType<ClaimResult.Done>());
        Assert.Equal(7, results.OfType<ClaimResult.TooLate>().Count());
        await using var db = await _it.Contexts.CreateDbContextAsync(IdentityFixture.Ct);
        Assert.Equal(1, await db.Set<Account>().CountAsync(IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_link_is_good_for_thirty_minutes()
    {
        var secret = await Instance.OfferAsync(IdentityFixture.Ct);

        _it.Clock.FastForward(TimeSpan.FromMinutes(30));

        Assert.IsType<ClaimResult.BadLink>(await Instance.ClaimAsync(secret!, "ann", IdentityFixture.Password, IdentityFixture.Ct));
        var fresh = await Instance.OfferAsync(IdentityFixture.Ct);
        Assert.IsType<ClaimResult.Done>(await Instance.ClaimAsync(fresh!, "ann", IdentityFixture.Password, IdentityFixture.Ct));
    }

    [Fact]
    public async Task A_wrong_link_a_bad_name_and_a_common_password_claim_nothing()
    {
        var secret = await Instance.OfferAsync(IdentityFixture.Ct);

        Assert.IsType<ClaimResult.BadLink>(await Instance.ClaimAsync(Secret.New(), "ann", IdentityFixture.Password, IdentityFixture.Ct));
        Assert.Equal("name", Assert.IsType<ClaimResult.Invalid>(await Instance.ClaimAsync(secret!, "ann lee", IdentityFixture.Password, IdentityFixture.Ct)).Field);
        Assert.Equal("password", Assert.IsType<ClaimResult.Invalid>(await Instance.ClaimAsync(secret!, "ann", "passwordpassword", IdentityFixture.Ct)).Field);
        Assert.False(await Instance.IsClaimedAsync(IdentityFixture.Ct));
    }

    [Fact]
    public async Task Neither_secrets_nor_passwords_are_stored_as_they_are()
    {
        var secret = await Instance.OfferAsync(IdentityFixture.Ct);
        await using var db = await _it.Contexts.CreateDbContextAsync(IdentityFixture.Ct);
        Assert.Equal(Secret.Hash(secret!), (await db.Set<AccountLink>().SingleAsync(IdentityFixture.Ct)).Hash);

        await Instance.ClaimAsync(secret!, "ann", IdentityFixture.Password, IdentityFixture.Ct);

        Assert.DoesNotContain("violet", (await db.Set<Account>().SingleAsync(IdentityFixture.Ct)).PasswordHash, StringComparison.Ordinal);
    }
}
