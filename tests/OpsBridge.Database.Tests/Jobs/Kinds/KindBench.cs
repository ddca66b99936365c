using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Board;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Jobs.Backups;
using OpsBridge.Jobs.Schedules;
using OpsBridge.Jobs.Secrets;
using OpsBridge.Live;
using OpsBridge.Network;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Jobs.Kinds;

/// <summary>All kinds on a database and a data folder of their own, without the engine.</summary>
internal sealed class KindBench : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private KindBench(string connectionString, string folder, Action<BackupsOptions>? options, bool ownsFolder, TimeProvider? clock = null)
    {
        (ConnectionString, Folder, OwnsFolder) = (connectionString, folder, ownsFolder);
        var services = new ServiceCollection().AddLogging().AddData(connectionString);
        services.AddSingleton(Clock = clock ?? TimeProvider.System);
        services.AddSingleton<ISuppressions, NoSuppressions>();
        services.AddSingleton(new TargetGuard(allowLoopback: true, []));
        services.AddSingleton(new JobsFolder(folder));
        services.Configure<SecretsOptions>(o => o.KeyFile = Path.Combine(folder, "secrets.key"));
        services.Configure<BackupsOptions>(o => options?.Invoke(o));
        _services = services.AddLive().AddJobs().AddJobKinds().BuildServiceProvider(); // workers are registered and never started
    }

    public static Actor Admin { get; } = new(Guid.CreateVersion7(), "admin1", Actor.InRole(null, "", Role.Admin).Granted);

    public string ConnectionString { get; }

    public TimeProvider Clock { get; }

    public string Folder { get; }

    public string Backups => Path.Combine(Folder, "backups");

    private bool OwnsFolder { get; }

    public IDbContextFactory<OpsDbContext> Contexts => Get<IDbContextFactory<OpsDbContext>>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static KindBench Start(TestDatabase database, Action<BackupsOptions>? options = null, TimeProvider? clock = null)
    {
        var bench = new KindBench(database.ConnectionString, Directory.CreateTempSubdirectory("opsbridge-kinds-").FullName, options, ownsFolder: true, clock);
        bench.Get<SecretKey>().Prepare(); // the database may hold secrets of a bench before this one, whose key is gone
        return bench;
    }

    /// <summary>On a folder that somebody else made and removes.</summary>
    public static KindBench On(string connectionString, string folder) => new(connectionString, folder, null, ownsFolder: false);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The target that leads to the bench's own database; its password becomes the secret <c>db</c>.</summary>
    public async Task<PostgresTarget> TargetAsync(string? database = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        if (settings.Password is not { Length: > 0 } password)
        {
            return new PostgresTarget(settings.Host!, settings.Port, database ?? settings.Database!, settings.Username!, null);
        }

        Assert.IsType<SaveSecretResult.Done>(await Get<SaveSecret>().HandleAsync("db", password, Admin, Ct));
        return new PostgresTarget(settings.Host!, settings.Port, database ?? settings.Database!, settings.Username!, "db");
    }

    /// <summary>A job with these settings and a run of it that is under way.</summary>
    public async Task<FakeAttempt> ClaimAsync(JobSettings settings, string name = "Nightly", Guid? job = null, Guid? asset = null, CancellationToken ct = default)
    {
        var now = Clock.GetUtcNow();
        await using var db = await Contexts.CreateDbContextAsync(ct);
        var jobId = job ?? Guid.Empty;
        if (job is null)
        {
            var made = Job.Create(new JobDetails($"{name} {Guid.CreateVersion7():N}", settings, new NoSchedule()) { AssetId = asset }, null, Admin, now);
            db.Add(made);
            jobId = made.Id;
        }

        var run = new JobRun { Id = Guid.CreateVersion7(now), JobId = jobId, NominalAt = now, State = RunState.Running, Attempt = 1, StartedAt = now };
        db.Add(run);
        await db.SaveChangesAsync(ct);
        return new FakeAttempt(run.Id, jobId, name, now, settings, Contexts) { AssetId = asset };
    }

    /// <summary>Runs an attempt by its kind.</summary>
    public Task<JobResult> RunAsync(FakeAttempt attempt, CancellationToken? ct = null) =>
        _services.GetServices<IJobKind>().Single(k => k.Name == attempt.Settings.Kind).RunAsync(attempt, ct ?? Ct);

    /// <summary>A real kind, for an engine that borrows it.</summary>
    public IJobKind Kind(string name) => _services.GetServices<IJobKind>().Single(k => k.Name == name);

    /// <summary>Says how a run ended, as the engine does.</summary>
    public async Task EndAsync(FakeAttempt attempt, RunState state)
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        await db.Set<JobRun>().Where(r => r.Id == attempt.RunId).ExecuteUpdateAsync(u => u.SetProperty(r => r.State, state), Ct);
    }

    public async Task<IReadOnlyList<BackupCopy>> CopiesAsync(Guid jobId)
    {
        await using var db = await Contexts.CreateDbContextAsync(Ct);
        return await db.Set<BackupCopy>().AsNoTracking().Where(c => c.JobId == jobId).OrderBy(c => c.StartedAt).ToListAsync(Ct);
    }

    /// <summary>Signs a shell script off as a command.</summary>
    public async Task<string> RegisterScriptAsync(string name, string body)
    {
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{body}\n", Ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.IsType<RegisterCommandResult.Done>(await Get<RegisterCommand>().HandleAsync(name, path, Admin, Ct));
        return name;
    }

    /// <summary>Who may do what with a file.</summary>
    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(path);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (OwnsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
