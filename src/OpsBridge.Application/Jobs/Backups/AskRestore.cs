using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Timeline;

namespace OpsBridge.Jobs.Backups;

/// <summary>Answer of <see cref="AskRestore"/>.</summary>
public abstract record AskRestoreResult
{
    /// <summary>It waits for a second person.</summary>
    /// <param name="Id">The request.</param>
    /// <param name="Until">Until when (UTC).</param>
    public sealed record Asked(Guid Id, DateTimeOffset Until) : AskRestoreResult;

    /// <summary>No such copy, or not a good one.</summary>
    public sealed record NotGood : AskRestoreResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Errors">Plain words by field: NewName, Why.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : AskRestoreResult;
}

/// <summary>Asks that a copy be restored under a new name; somebody else must agree within the hour.</summary>
public sealed class AskRestore(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock)
{
    private const int MaxName = 63; // of PostgreSQL's names
    private const int MaxWhy = 500;

    /// <summary>Asks.</summary>
    public async Task<AskRestoreResult> HandleAsync(Guid copyId, string newName, string why, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.RestoreBackups);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsName(newName))
        {
            errors["NewName"] = "The new name has 1 to 63 small letters, digits and underscores, a letter first, and does not begin with pg_ or opsbridge_scratch.";
        }

        if (string.IsNullOrWhiteSpace(why) || why.Length > MaxWhy)
        {
            errors["Why"] = "Say why, in 1 to 500 characters.";
        }

        if (errors.Count > 0)
        {
            return new AskRestoreResult.Invalid(errors);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<BackupCopy>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == copyId, ct) is not { IsGood: true } copy)
        {
            return new AskRestoreResult.NotGood();
        }

        var now = clock.GetUtcNow();
        var request = RestoreRequest.Ask(copyId, newName, why.Trim(), actor, now);
        db.Add(request);
        db.Add(TimelineEntry.Record(now, actor, new Happening("restore.asked", request.Id.ToString(), $"asked to restore {copy.Target}, copy of {copy.StartedAt:yyyy-MM-dd HH:mm} UTC, as {newName}")
        {
            AssetId = copy.AssetId,
            Why = why,
            After = new { request.CopyId, request.NewName },
        }));
        await db.SaveChangesAsync(ct);
        return new AskRestoreResult.Asked(request.Id, request.ExpiresAt);
    }

    private static bool IsName(string? name) =>
        name is { Length: >= 1 and <= MaxName } && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !name.StartsWith("pg_", StringComparison.Ordinal) && !name.StartsWith("opsbridge_scratch", StringComparison.Ordinal);
}
