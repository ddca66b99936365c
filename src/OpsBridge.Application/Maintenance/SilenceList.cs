using Microsoft.EntityFrameworkCore;
using OpsBridge.Alerts;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>One silence as lists show it.</summary>
public sealed record SilenceRow
{
    /// <summary>Key.</summary>
    public required Guid Id { get; init; }

    /// <summary>Conditions, all of which must hold.</summary>
    public required IReadOnlyList<Matcher> Matchers { get; init; }

    /// <summary>When it begins (UTC).</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it ends or ended (UTC).</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Where it was in its life when it was read.</summary>
    public required SilenceState State { get; init; }

    /// <summary>Who made it, as the client says.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The account or key that answers for it.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The owner's name.</summary>
    public required string OwnerName { get; init; }

    /// <summary>Why.</summary>
    public required string Comment { get; init; }

    /// <summary>More text by name.</summary>
    public Labels Annotations { get; init; } = Labels.Empty;

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed (UTC).</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether this actor may prolong or rewrite it.</summary>
    public bool MayChange(Actor actor) => Ownership.MayChange(OwnerId, actor);

    /// <summary>The row of a silence at a moment.</summary>
    internal static SilenceRow Of(Silence silence, DateTimeOffset now) => new()
    {
        Id = silence.Id,
        Matchers = silence.Matchers,
        StartsAt = silence.StartsAt,
        EndsAt = silence.EndsAt,
        State = silence.StateAt(now),
        CreatedBy = silence.CreatedBy,
        OwnerId = silence.OwnerId,
        OwnerName = silence.OwnerName,
        Comment = silence.Comment,
        Annotations = silence.Annotations,
        CreatedAt = silence.CreatedAt,
        UpdatedAt = silence.UpdatedAt,
    };
}

/// <summary>Reads silences for screens and the API.</summary>
public interface ISilenceList
{
    /// <summary>Every silence that is pending, active, or ended since the given moment, newest first; at most <see cref="SilenceList.Limit"/>.</summary>
    Task<IReadOnlyList<SilenceRow>> ReadAsync(DateTimeOffset endedSince, Actor actor, CancellationToken ct);

    /// <summary>One silence, expired or not; null when there is none.</summary>
    Task<SilenceRow?> FindAsync(Guid id, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="ISilenceList"/>
public sealed class SilenceList(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : ISilenceList
{
    /// <summary>The most silences of one list.</summary>
    public const int Limit = 5000;

    /// <summary>How long expired silences stay listed unless somebody asks for more: Alertmanager's five days.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(5);

    /// <inheritdoc />
    public async Task<IReadOnlyList<SilenceRow>> ReadAsync(DateTimeOffset endedSince, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var silences = await db.Set<Silence>().AsNoTracking().Where(s => s.EndsAt > endedSince).OrderByDescending(s => s.Id).Take(Limit).ToListAsync(ct);
        return [.. silences.Select(s => SilenceRow.Of(s, now))];
    }

    /// <inheritdoc />
    public async Task<SilenceRow?> FindAsync(Guid id, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var silence = await db.Set<Silence>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
        return silence is null ? null : SilenceRow.Of(silence, clock.GetUtcNow());
    }
}
