using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Identity;

namespace OpsBridge.Assets;

/// <summary>An admin does the same to many assets: one transaction, one timeline entry and one outcome per asset.</summary>
public sealed class BulkEditAssets(EstateChange estate)
{
    /// <summary>Applies the edit to at most <see cref="BulkEdit.MaxAssets"/> assets.</summary>
    public async Task<BulkEditResult> HandleAsync(IReadOnlyCollection<Guid> ids, BulkEdit edit, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.EditAssets);
        if (edit.IsEmpty || ids.Count == 0 || ids.Count > BulkEdit.MaxAssets)
        {
            return new BulkEditResult.Invalid(
                edit.IsEmpty ? "Choose at least one thing to change." : $"Select 1 to {BulkEdit.MaxAssets:N0} assets.");
        }

        return await estate.ApplyAsync<BulkEditResult>(
            async (db, now) =>
            {
                if (edit.SiteId is { } site && !await db.Set<Site>().AnyAsync(s => s.Id == site, ct))
                {
                    return new BulkEditResult.Invalid("This site does not exist any more.");
                }

                var wanted = ids.Distinct().ToArray();
                var found = await db.Set<Asset>().Include(a => a.Parents).Where(a => wanted.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
                var names = await EstateNames.ReadAsync(db, [.. found.Values.SelectMany(a => new[] { a.ToDetails(), edit.ApplyTo(a.ToDetails()) })], ct);
                var items = wanted
                    .Select(id => found.TryGetValue(id, out var asset)
                        ? Apply(db, asset, edit, names, now, actor)
                        : new BulkItem(id, null, BulkOutcome.NotFound))
                    .ToList();
                await db.SaveChangesAsync(ct);
                return new BulkEditResult.Done(items);
            },
            ct);
    }

    private static BulkItem Apply(OpsDbContext db, Asset asset, BulkEdit edit, EstateNames names, DateTimeOffset now, Actor actor)
    {
        var before = asset.ToDetails();
        var after = edit.ApplyTo(before);
        var changes = names.Between(before, after);
        var retires = edit.Retire && asset.RetiredAt is null;
        if (changes.Count == 0 && !retires)
        {
            return new(asset.Id, asset.Name, BulkOutcome.Unchanged);
        }

        if (changes.Count > 0 && after.Validate() is { Count: > 0 } errors)
        {
            return new(asset.Id, asset.Name, BulkOutcome.Refused, errors.Values.First());
        }

        asset.Change(after);
        var what = EstateHistory.Changed(asset, changes);
        if (retires)
        {
            asset.Retire(now);
            what = EstateHistory.Of(asset, "retired", changes.Count == 0 ? $"retired asset {asset.Name}" : $"retired asset {asset.Name}; {what.Text}")
                with { Before = changes.Count == 0 ? null : what.Before, After = changes.Count == 0 ? null : what.After };
        }

        db.Record(now, actor, what with { Why = Reasons.Kept(edit.Why) });
        return new(asset.Id, asset.Name, BulkOutcome.Changed);
    }
}

/// <summary>Answer of <see cref="BulkEditAssets"/>.</summary>
public abstract record BulkEditResult
{
    /// <summary>Stored, as far as the items say.</summary>
    /// <param name="Items">One per asset asked for, in that order.</param>
    public sealed record Done(IReadOnlyList<BulkItem> Items) : BulkEditResult;

    /// <summary>Nothing was stored.</summary>
    /// <param name="Reason">Why, in plain words.</param>
    public sealed record Invalid(string Reason) : BulkEditResult;
}
