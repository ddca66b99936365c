using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Assets;

/// <summary>Names of the sites and assets that two descriptions mention, for words about what changed.</summary>
internal sealed class EstateNames
{
    private readonly Dictionary<Guid, string> _names;

    private EstateNames(Dictionary<Guid, string> names) => _names = names;

    /// <summary>Reads the names that the descriptions mention.</summary>
    public static async Task<EstateNames> ReadAsync(OpsDbContext db, IReadOnlyCollection<AssetDetails> mentioned, CancellationToken ct)
    {
        var sites = mentioned.Select(d => d.SiteId).Distinct().ToArray();
        var parents = mentioned.SelectMany(d => d.ParentIds).Distinct().ToArray();
        var names = await db.Set<Site>().Where(s => sites.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        if (parents.Length > 0)
        {
            await foreach (var parent in db.Set<Asset>().Where(a => parents.Contains(a.Id)).Select(a => new { a.Id, a.Name }).AsAsyncEnumerable().WithCancellation(ct))
            {
                names[parent.Id] = parent.Name;
            }
        }

        return new EstateNames(names);
    }

    /// <summary>The name; the key where there is none any more.</summary>
    public string Of(Guid id) => _names.GetValueOrDefault(id) ?? id.ToString();

    /// <summary>What differs, in words.</summary>
    public IReadOnlyList<FieldChange> Between(AssetDetails before, AssetDetails after) => FieldChanges.Between(before, after, Of, Of);
}
