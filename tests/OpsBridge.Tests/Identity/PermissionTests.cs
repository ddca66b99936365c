using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.SignIn;
using Xunit;

namespace OpsBridge.Identity;

public sealed class PermissionTests
{
    [Fact]
    public void Every_permission_constant_is_listed_once()
    {
        var constants = typeof(Permissions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(constants.Order(StringComparer.Ordinal), Permissions.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_permission_is_a_policy_that_holds_for_exactly_the_roles_that_grant_it()
    {
        await using var services = new ServiceCollection().AddLogging().AddAuthorization(PermissionRequirement.AddPolicies).BuildServiceProvider();
        var authorization = services.GetRequiredService<IAuthorizationService>();

        foreach (var permission in Permissions.All)
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                var user = SessionPrincipal.Of(new SessionAccount(Guid.CreateVersion7(), Guid.CreateVersion7(), "ann", role));
                var result = await authorization.AuthorizeAsync(user, null, permission);
                Assert.True(RolePermissions.Of(role).Contains(permission) == result.Succeeded, $"{permission} for {role}");
            }

            Assert.False((await authorization.AuthorizeAsync(new ClaimsPrincipal(new ClaimsIdentity()), null, permission)).Succeeded);
        }
    }

    [Fact]
    public void An_admin_may_grant_what_they_hold_and_reporting_but_an_operator_nothing_more_than_their_own()
    {
        Assert.Equal(Permissions.All, CreateApiKey.Grantable(Actor.InRole(null, "ann", Role.Admin)));
        Assert.DoesNotContain(Permissions.ManageAccounts, CreateApiKey.Grantable(Actor.InRole(null, "ann", Role.Operator)));
    }

    [Fact]
    public void A_screen_sees_and_changes_nothing() =>
        Assert.Equal(
            [Permissions.ViewAlerts, Permissions.ViewAssets, Permissions.ViewChecks],
            ActorClaims.Read(SessionPrincipal.Of(WallLink.ToActor(Guid.CreateVersion7(), "hall"), Schemes.Wall)).Granted.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("/alerts/7?tab=log", "/alerts/7?tab=log")]
    [InlineData("/", "/")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("alerts", "/")]
    public void Signing_in_leads_to_this_console_only(string? asked, string to) => Assert.Equal(to, LocalAddress.OrBridge(asked));

    [Fact]
    public void A_key_shows_its_beginning_and_not_enough_to_guess_the_rest()
    {
        var token = ApiKey.NewToken();
        var key = ApiKey.Create(token, new ApiKeyDetails("deploy", [Permissions.ViewAlerts], null), Actor.InRole(null, "ann", Role.Admin), DateTimeOffset.UnixEpoch);

        Assert.Matches("^ob_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$", token);
        Assert.Equal(token[..11], key.Prefix);
        Assert.Equal("giv", ApiKey.Create("given-by-somebody", new ApiKeyDetails("x", [], null), Actor.Internal("demo"), DateTimeOffset.UnixEpoch).Prefix);
    }
}
