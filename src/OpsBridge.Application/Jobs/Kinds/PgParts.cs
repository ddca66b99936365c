using OpsBridge.Data;
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
