using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>Turns a filter into SQL. At 10,000 assets a sequential scan answers in milliseconds, so there is no text index to keep.</summary>
internal static class AssetSearch
{
    private const int MaxWords = 10;

    /// <summary>The assets that match, untracked, in no order.</summary>
    public static IQueryable<Asset> On(this AssetFilter filter, OpsDbContext db)
    {
        var words = Words(filter.Text);
        var tags = Labels.From(words.Where(IsTag).Select(AsTag)).ToJson();
        var patterns = words.Where(w => !IsTag(w)).Select(w => $"%{Literal(w)}%").ToArray();
        var assets = words.Count == 0
            ? db.Set<Asset>()
            : db.Set<Asset>().FromSql(
                $"""
                select *, xmin from assets
                where tags @> {tags}::jsonb
                  and concat_ws(' ', name, kind, owner_team, tags::text) ilike all ({patterns})
                """);
        assets = filter.Scope switch
        {
            AssetScope.Watched => assets.Where(a => a.RetiredAt == null),
            AssetScope.Retired => assets.Where(a => a.RetiredAt != null),
            _ => assets,
        };
        assets = filter.SiteId is { } site ? assets.Where(a => a.SiteId == site) : assets;
        assets = filter.Kind is { Length: > 0 } kind ? assets.Where(a => a.Kind == (PlainText.IsLine(kind, 1, 40) ? kind : "")) : assets;
        assets = filter.Criticality is { } criticality ? assets.Where(a => a.Criticality == criticality) : assets;
        return assets.AsNoTracking();
    }

    /// <summary>The text as a literal part of a LIKE pattern.</summary>
    public static string Literal(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static List<string> Words(string? text) =>
        [.. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => PlainText.IsLine(w, 1, 200)).Take(MaxWords)];

    private static bool IsTag(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at < word.Length - 1 && LabelName.IsValid(word[..at]);

    private static KeyValuePair<string, string> AsTag(string word)
    {
        var at = word.IndexOf('=', StringComparison.Ordinal);
        return new(word[..at], word[(at + 1)..]);
    }
}
