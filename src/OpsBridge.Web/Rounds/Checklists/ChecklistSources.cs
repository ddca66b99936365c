using OpsBridge.Assets;
using OpsBridge.Identity;
using OpsBridge.Monitoring;
using OpsBridge.Shifts.Roster;
using OpsBridge.Ui;

namespace OpsBridge.Rounds.Checklists;

/// <summary>What a checklist can be bound to.</summary>
/// <param name="Desks">Desks in use.</param>
/// <param name="Sites">Sites.</param>
/// <param name="Assets">Names of watched assets by key.</param>
/// <param name="Zone">Zone of the first desk.</param>
public sealed record ChecklistLists(IReadOnlyList<Segment> Desks, IReadOnlyList<Segment> Sites, IReadOnlyDictionary<Guid, string> Assets, string? Zone);

/// <summary>Reads it.</summary>
public sealed class ChecklistSources(IDeskList desks, ISiteList sites, IAssetList assets, ISeriesReader series)
{
    /// <summary>Everything to choose from.</summary>
    public async Task<ChecklistLists> ReadAsync(Actor actor, CancellationToken ct)
    {
        var places = await desks.ReadAsync(actor, ct);
        var all = await assets.ReadAsync(new AssetFilter { Scope = AssetScope.All }, actor, ct);
        return new ChecklistLists(
            [.. places.Select(d => new Segment(d.Id.ToString(), d.Name))],
            [.. (await sites.ReadAsync(actor, ct)).Select(s => new Segment(s.Id.ToString(), s.Name))],
            all.Rows.ToDictionary(a => a.Id, a => a.Name),
            places.Count > 0 ? places[0].Details.Zone : null);
    }

    /// <summary>Keys of assets by name, letter case aside; null where there is none.</summary>
    public async Task<IReadOnlyDictionary<string, Guid?>> AssetsAsync(IReadOnlyCollection<string> names, Actor actor, CancellationToken ct)
    {
        var found = new Dictionary<string, Guid?>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            found[name] = await FindAsync(name, actor, ct);
        }

        return found;
    }

    /// <summary>What an asset measures; nothing for an unknown one.</summary>
    public async Task<IReadOnlyList<SeriesChoice>> MeasuredAsync(string? name, Actor actor, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(name) || await FindAsync(name.Trim(), actor, ct) is not { } id ? [] : [.. (await series.OfAssetAsync(id, actor, ct)).Where(c => c.Kind != "round")];

    private async Task<Guid?> FindAsync(string name, Actor actor, CancellationToken ct) =>
        (await assets.ReadAsync(new AssetFilter { Text = name }, actor, ct)).Rows.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))?.Id;
}
