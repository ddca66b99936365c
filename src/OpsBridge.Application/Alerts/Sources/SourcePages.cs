using System.Collections.Concurrent;
using OpsBridge.Alerts.Intake;

namespace OpsBridge.Alerts.Sources;

/// <summary>One picture of sources and assets, with every mapping ready to run.</summary>
internal sealed class SourcePages(AssetIndex assets, IReadOnlyDictionary<Guid, SourceProfile> byKey)
{
    private readonly ConcurrentDictionary<string, SourceProfile> _byFormat = new(StringComparer.Ordinal);

    /// <summary>What mappings look assets up in.</summary>
    public AssetIndex Assets { get; } = assets;

    /// <summary>The profile of the source that a key belongs to; null where it belongs to none that is known here.</summary>
    public SourceProfile? OfKey(Guid keyId) => byKey.GetValueOrDefault(keyId);

    /// <summary>The profile of senders that have no source of their own, by what they speak.</summary>
    public SourceProfile OfFormat(string format) => _byFormat.GetOrAdd(format, Default);

    /// <summary>The profile of a source.</summary>
    public static SourceProfile Profile(Source source, AssetIndex assets)
    {
        var details = source.ToDetails();
        var mapping = CompiledMapping.Of(details.Mapping, SignalRules.Of(source.Id, details));
        return new SourceProfile(source.Id, source.Name)
        {
            ResolveTimeout = source.ResolveTimeout,
            SeverityCap = source.SeverityCap,
            Rate = details.Rate,
            Map = e => mapping.Map(e, assets),
        };
    }

    private SourceProfile Default(string format)
    {
        var rules = new SignalRules(format, SourceId: null);
        return new SourceProfile(Id: null, format) { Map = e => DefaultMapping.Map(e, rules, Assets) };
    }
}
