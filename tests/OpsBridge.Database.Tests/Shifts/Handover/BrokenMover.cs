using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Shifts.Handover;

/// <summary>A slice whose part of the transfer fails.</summary>
internal sealed class BrokenMover(NpgsqlDataSource source, bool kills) : IHandoverBelongings
{
    public string Kind => "task";

    public Task<IReadOnlyList<Belonging>> OwnedByAsync(OpsDbContext db, IReadOnlyCollection<Guid> owners, bool lockThem, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Belonging>>([new Belonging(Kind, "1", "round", owners.First(), "ann", "/")]);

    public async Task MoveAsync(OpsDbContext db, IReadOnlyCollection<Transfer> transfers, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        if (!kills)
        {
            throw new InvalidOperationException("this part is broken");
        }

        var backend = (await db.Database.SqlQuery<int>($"select pg_backend_pid() as \"Value\"").ToListAsync(ct)).Single();
        await using var kill = source.CreateCommand($"select pg_terminate_backend({backend})");
        await kill.ExecuteNonQueryAsync(ct);
    }
}
