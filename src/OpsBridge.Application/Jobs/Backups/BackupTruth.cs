using Microsoft.EntityFrameworkCore;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Backups;

/// <summary>What would be lost if an asset were lost now, in one line.</summary>
public interface IBackupTruth
{
    /// <summary>A line for each backup of the asset; empty when none is known.</summary>
    Task<IReadOnlyList<string>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IBackupTruth"/>
public sealed class BackupTruth(IDbContextFactory<OpsDbContext> contexts, TimeProvider clock) : IBackupTruth, IAssetRemarks
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> OfAssetAsync(Guid assetId, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewJobs);
        return [.. (await ReadAsync(assetId, ct)).Select(r => r.Text)];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<AssetRemark>> OfAsync(Guid assetId, Actor actor, CancellationToken ct) =>
        actor.May(Permissions.ViewJobs) ? await ReadAsync(assetId, ct) : [];

    private async Task<IReadOnlyList<AssetRemark>> ReadAsync(Guid assetId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return [.. (await BackupEstate.ReadAsync(db, assetId, ct)).OrderBy(r => r.JobName, StringComparer.OrdinalIgnoreCase).Select(r => new AssetRemark(Say(r, now), r.NeedsSomebody(now) ? "warning" : "ok", $"/backups?job={r.JobId}"))];
    }

    /// <summary>For example: last good backup 02:10 UTC, 6 h old, last proven restore 41 d ago, RPO 4 h: you would lose 6 h.</summary>
    internal static string Say(BackupRow row, DateTimeOffset now)
    {
        var proven = row.ProvenAt is { } at ? $"last proven restore {Sizes.Of(now - at)} ago" : "never restored";
        return row.LastGoodAt is { } good
            ? $"last good backup {(now - good < TimeSpan.FromHours(24) ? good.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) : good.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture))} UTC, {Sizes.Of(now - good)} old, {proven}, RPO {Sizes.Of(row.Rpo)}: you would lose {Sizes.Of(now - good)}"
            : $"no good backup of {row.Target}, RPO {Sizes.Of(row.Rpo)}: you would lose everything";
    }
}
