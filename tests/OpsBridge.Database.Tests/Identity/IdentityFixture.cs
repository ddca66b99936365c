using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Data;
using OpsBridge.Live;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Identity;

/// <summary>The use cases of the slice on a database of their own, with a clock that stands still and cheap password hashes.</summary>
public sealed class IdentityFixture : IAsyncDisposable
{
    public const string Password = "violet tractor hums";

    private TestDatabase? _database;
    private ServiceProvider? _services;

    public FakeClock Clock { get; } = new();

    public IDbContextFactory<OpsDbContext> Contexts => Get<IDbContextFactory<OpsDbContext>>();

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<IdentityFixture> CreateAsync(PostgresServer server)
    {
        var fixture = new IdentityFixture();
        fixture._database = await TestDatabase.CreateAsync(server);
        fixture._services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(fixture.Clock)
            .AddData(fixture._database.ConnectionString).AddLive().AddIdentity()
            .Configure<PasswordHasherOptions>(options => options.IterationCount = 10)
            .BuildServiceProvider();
        return fixture;
    }

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    public async Task<Actor> AddAsync(string name, Role role)
    {
        await Get<ProvisionAccess>().EnsureAccountAsync(name, role, Password, Actor.Internal("test", Permissions.ManageAccounts), Ct);
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return Actor.InRole(await db.Set<Account>().Where(a => a.UserName == name).Select(a => a.Id).SingleAsync(Ct), name, role);
    }

    public async Task<SessionAccount> SignInAsync(string name, string password = Password) =>
        Assert.IsType<SignInResult.Welcome>(await Get<Sessions>().SignInAsync(name, password, Ct)).Session;

    public Task<SessionAccount?> FindAsync(SessionAccount session) => Get<Sessions>().FindAsync(session.SessionId, Ct);

    public async Task<IReadOnlyList<string>> TimelineAsync()
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return await db.Set<Timeline.TimelineEntry>().OrderBy(e => e.Id).Select(e => e.Kind + " by " + e.ActorName).ToListAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
