using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>Reads quarantine for screens.</summary>
public interface IQuarantineList
{
    /// <summary>Messages, newest first; of one source or of all.</summary>
    Task<Page<QuarantineRow>> PageAsync(string? source, long? beforeId, int size, Actor actor, CancellationToken ct);

    /// <summary>One message with its bytes; null when there is none.</summary>
    Task<QuarantinedMessage?> FindAsync(long id, Actor actor, CancellationToken ct);

    /// <summary>How many came on each of the latest days, newest first; those that were only counted included.</summary>
    Task<IReadOnlyList<QuarantineDay>> DaysAsync(int days, Actor actor, CancellationToken ct);
}

/// <summary>A message in quarantine without its bytes.</summary>
/// <param name="Id">Key.</param>
/// <param name="At">When it came (UTC).</param>
/// <param name="SourceId">The configured source.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Format">Wire format.</param>
/// <param name="Reason">Why, in plain words.</param>
/// <param name="Size">How many bytes it had.</param>
public sealed record QuarantineRow(long Id, DateTimeOffset At, Guid? SourceId, string Source, string Format, string Reason, int Size);

/// <inheritdoc cref="IQuarantineList"/>
public sealed class QuarantineList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IQuarantineList
{
    /// <inheritdoc />
    public async Task<Page<QuarantineRow>> PageAsync(string? source, long? beforeId, int size, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<QuarantinedMessage>()
            .Where(m => (source == null || m.Source == source) && (beforeId == null || m.Id < beforeId))
            .OrderByDescending(m => m.Id)
            .Take(size + 1)
            .Select(m => new QuarantineRow(m.Id, m.At, m.SourceId, m.Source, m.Format, m.Reason, m.Size))
            .ToListAsync(ct);
        return rows.Count > size
            ? new(rows.GetRange(0, size), rows[size - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : new(rows, null);
    }

    /// <inheritdoc />
    public async Task<QuarantinedMessage?> FindAsync(long id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<QuarantinedMessage>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<QuarantineDay>> DaysAsync(int days, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ManageSources);
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - days);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<QuarantineDay>().AsNoTracking().Where(d => d.Day >= first).OrderByDescending(d => d.Day).ThenBy(d => d.Source).ToListAsync(ct);
    }
}
