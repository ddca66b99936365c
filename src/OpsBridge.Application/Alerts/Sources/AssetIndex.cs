using System.Collections.Frozen;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>An asset as mappings know it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Name">Unique name.</param>
/// <param name="Site">Name of its site.</param>
/// <param name="Tags">Its tags.</param>
public sealed record KnownAsset(Guid Id, string Name, string Site, Labels Tags);

/// <summary>
/// The assets in the watch by name and by tag, and the sites by name: an immutable picture, safe to share between threads.
/// Letter case does not count; a word that means two assets means none.
/// </summary>
public sealed class AssetIndex
{
    private readonly FrozenDictionary<string, KnownAsset?> _byName;
    private readonly FrozenDictionary<(string Tag, string Value), KnownAsset?> _byTag;
    private readonly FrozenDictionary<string, string> _sites;

    private AssetIndex(IReadOnlyCollection<KnownAsset> assets, IEnumerable<string> sites)
    {
        _byName = Unique(assets.Select(a => (a.Name.ToUpperInvariant(), a)));
        _byTag = Unique(assets.SelectMany(a => a.Tags.Select(t => ((t.Key, t.Value.ToUpperInvariant()), a))));
        _sites = sites.DistinctBy(s => s.ToUpperInvariant(), StringComparer.Ordinal)
            .ToFrozenDictionary(s => s.ToUpperInvariant(), StringComparer.Ordinal);
    }

    /// <summary>Knows nothing.</summary>
    public static AssetIndex Empty { get; } = new([], []);

    /// <summary>A picture of these assets and sites.</summary>
    public static AssetIndex Of(IReadOnlyCollection<KnownAsset> assets, IEnumerable<string> sites) => new(assets, sites);

    /// <summary>The asset of this name.</summary>
    public KnownAsset? Named(string name) => _byName.GetValueOrDefault(name.ToUpperInvariant());

    /// <summary>The one asset whose tag has this value.</summary>
    public KnownAsset? Tagged(string tag, string value) => _byTag.GetValueOrDefault((tag, value.ToUpperInvariant()));

    /// <summary>
    /// The asset that an address speaks of: <c>web-1:9100</c>, <c>https://web-1.example.org/metrics</c>, <c>[2001:db8::1]:9100</c>
    /// or <c>web-1.example.org</c>, by the whole host name first and by its first part next.
    /// </summary>
    public KnownAsset? AtAddress(string address)
    {
        var host = HostOf(address);
        if (host.Length == 0)
        {
            return null;
        }

        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return Named(host) ?? (dot > 0 && !System.Net.IPAddress.TryParse(host, out _) ? Named(host[..dot]) : null);
    }

    /// <summary>The site of this name, as it is spelled here.</summary>
    public string? Site(string name) => _sites.GetValueOrDefault(name.ToUpperInvariant());

    /// <summary>The host in an address, without scheme, port, path and brackets.</summary>
    internal static string HostOf(string address)
    {
        var text = address.AsSpan().Trim();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        text = scheme >= 0 ? text[(scheme + 3)..] : text;
        var path = text.IndexOfAny('/', '?', '#');
        text = path >= 0 ? text[..path] : text;
        if (text is ['[', ..])
        {
            var close = text.IndexOf(']');
            return close > 0 ? text[1..close].ToString() : "";
        }

        var colon = text.IndexOf(':');
        return (colon >= 0 && colon == text.LastIndexOf(':') ? text[..colon] : text).ToString(); // two colons: a bare IPv6 address
    }

    private static FrozenDictionary<TKey, KnownAsset?> Unique<TKey>(IEnumerable<(TKey Key, KnownAsset Asset)> pairs)
        where TKey : notnull =>
        pairs.GroupBy(p => p.Key).ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Asset.Id).Distinct().Count() == 1 ? g.First().Asset : null);
}
