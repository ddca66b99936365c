using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace OpsBridge.Identity;

/// <summary>Registrations of the slice.</summary>
public static class IdentityFeature
{
    /// <summary>PBKDF2-HMAC-SHA512 rounds per password (OWASP Password Storage Cheat Sheet).</summary>
    private const int Rounds = 210_000;

    /// <summary>
    /// Adds accounts, sessions, keys and links. Of ASP.NET Core Identity it takes the tables, stamps and password hashes; the
    /// verbs are use cases of their own, because a change and its timeline entry share one transaction.
    /// </summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .Configure<PasswordHasherOptions>(options => options.IterationCount = Rounds)
        .AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>()
        .AddSingleton<Sessions>()
        .AddSingleton<IdentityProof>()
        .AddSingleton<ClaimInstance>()
        .AddSingleton<ChoosePassword>()
        .AddSingleton<AccountChange>()
        .AddSingleton<CreateAccount>()
        .AddSingleton<ChangeRole>()
        .AddSingleton<DisableAccount>()
        .AddSingleton<EnableAccount>()
        .AddSingleton<ResetPassword>()
        .AddSingleton<EndSessions>()
        .AddSingleton<CreateApiKey>()
        .AddSingleton<RevokeApiKey>()
        .AddSingleton<CreateWallLink>()
        .AddSingleton<RevokeWallLink>()
        .AddSingleton<ProvisionAccess>()
        .AddSingleton<IAccountList, AccountList>()
        .AddSingleton<IColleagueList, ColleagueList>()
        .AddSingleton<IAccessList, AccessList>()
        .AddSingleton<ApiKeyCheck>()
        .AddSingleton<WallScreens>()
        .AddSingleton<ProtectionKeyRing>();
}
