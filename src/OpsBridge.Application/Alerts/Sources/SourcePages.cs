using System.Collections.Concurrent;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Alerts.Sources;

/// <summary>One picture of sources and assets.</summary>
internal sealed class SourcePages(AssetIndex assets)
{
    private readonly ConcurrentDictionary<string, SourceProfile> _byFormat = new(StringComparer.Ordinal);

    /// <summary>The profile of a key; that of the format where the key belongs to no source.</summary>
    public SourceProfile ProfileOf(Guid? keyId, string format) => _byFormat.GetOrAdd(format, Default);

    private SourceProfile Default(string format)
    {
        var rules = new SignalRules(format, SourceId: null);
        return new SourceProfile(Id: null, format) { Map = e => DefaultMapping.Map(e, rules, assets) };
    }
}
