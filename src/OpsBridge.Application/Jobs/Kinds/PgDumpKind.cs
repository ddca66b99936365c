using OpsBridge.Data;
using OpsBridge.Jobs.Backups;
using OpsBridge.Network;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Kinds;

/// <summary>What the kinds around PostgreSQL have in common.</summary>
public sealed class PgParts(ProgramRunner programs, PgTools tools, TargetGuard guard, OwnConnection own, TimeProvider clock)
{
    internal TimeProvider Clock => clock;

    internal PgPrograms Programs<TSettings>(KindScene<TSettings> scene)
        where TSettings : JobSettings => new(programs, tools, scene.Output, scene.Mark, scene.Hide);

    internal Task<PgLogin> FindAsync<TSettings>(KindScene<TSettings> scene, PostgresTarget target, CancellationToken ct)
        where TSettings : JobSettings => PgLogin.FindAsync(target, scene.Secrets, guard, ct);

    internal PgLogin Own() => PgLogin.Own(own.Reveal());
}

/// <summary>Backs up one PostgreSQL database with pg_dump.</summary>
public sealed class PgDumpKind(KindRun runs, BackupRunner backups, PgParts parts) : IJobKind
{
    /// <inheritdoc />
    public string Name => "pgdump";

    /// <inheritdoc />
    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct) => runs.RunAsync<PgDumpSettings>(
        attempt, async (scene, token) => await backups.RunAsync(scene, await MakingAsync(scene, parts, token), token), ct);

    internal static async Task<DumpMaking> MakingAsync(KindScene<PgDumpSettings> scene, PgParts parts, CancellationToken ct)
    {
        var source = await parts.FindAsync(scene, scene.Settings.Database, ct);
        var scratch = scene.Settings.ScratchServer is { } server ? await parts.FindAsync(scene, server, ct) : source;
        return new DumpMaking(scene.Attempt, scene.Output, parts.Programs(scene), source, scratch, parts.Clock);
    }
}

/// <summary>Backs up the database of this console itself.</summary>
public sealed class OwnDatabaseKind(KindRun runs, BackupRunner backups, PgParts parts) : IJobKind
{
    /// <inheritdoc />
    public string Name => "opsbridge";

    /// <inheritdoc />
    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct) =>
        runs.RunAsync<OwnDatabaseSettings>(attempt, (scene, token) => backups.RunAsync(scene, Making(scene, parts), token), ct);

    internal static DumpMaking Making(KindScene<OwnDatabaseSettings> scene, PgParts parts) =>
        new(scene.Attempt, scene.Output, parts.Programs(scene), parts.Own(), parts.Own(), parts.Clock);
}
