using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// Turns an event into the signal that the alerts understand, without any label rules of its source. Pure: the same event,
/// rules and assets give the same signal, and no event makes it throw.
/// </summary>
public static class DefaultMapping
{
    /// <summary>Alert name of our own alarm about a source that went silent.</summary>
    public const string SilentSource = "SourceSilent";

    /// <summary>
    /// Maps one event. An <see cref="EventAction.Acknowledge"/> maps like a firing one: the intake decides what becomes of it.
    /// </summary>
    public static AlertSignal Map(IncomingEvent e, SignalRules rules, AssetIndex assets)
    {
        var times = EventTimes.Of(e, rules.ResolveTimeout);
        var severity = e.Severity ?? SeverityWords.Read(e.Labels);
        var summary = EventText.Summary(e);
        var asset = rules.AssetLookups.Select(way => way.Find(e.Labels, assets)).FirstOrDefault(found => found is not null);
        return new AlertSignal(Identity(e, rules), times.Firing, severity > rules.SeverityCap ? rules.SeverityCap : severity, summary, e.ReceivedAt)
        {
            Detail = EventText.Detail(e, summary),
            Descriptive = Describe(e.Labels, rules, asset, assets),
            AssetId = asset?.Id,
            Source = rules.Source,
            SourceId = rules.SourceId,
            Annotations = e.Annotations,
            GeneratorUrl = e.GeneratorUrl is { } url && EventText.IsWebAddress(url) ? url : null,
            Links = EventText.Links(e),
            StartsAt = times.StartsAt,
            EndsAt = times.EndsAt,
            Ending = AlertEnding.BySender,
        };
    }

    /// <summary>
    /// The labels that identify: the source and its own key where the sender has one; else the labels that the source names
    /// (those that are there); else all of them, as Alertmanager does.
    /// </summary>
    public static Labels Identity(IncomingEvent e, SignalRules rules)
    {
        if (e.DedupKey is { Length: > 0 } key)
        {
            return Labels.Of(("source", rules.Source), ("dedup_key", key));
        }

        var chosen = rules.IdentityLabels.Count == 0
            ? e.Labels
            : Labels.From(e.Labels.Where(l => rules.IdentityLabels.Contains(l.Key, StringComparer.Ordinal)));
        return Guard(chosen.Count == 0 ? e.Labels : chosen, rules);
    }

    /// <summary>Nobody outside can speak of our own alerts: what would identify one gets the sender's name on it.</summary>
    private static Labels Guard(Labels identity, SignalRules rules) =>
        identity["check_id"] is not null || identity["alertname"] == SilentSource || identity.Count == 0
            ? identity.With("reported_by", rules.Source)
            : identity;

    private static Labels Describe(Labels labels, SignalRules rules, KnownAsset? asset, AssetIndex assets)
    {
        if (asset is not null)
        {
            return labels.With(Labels.Of(("asset", asset.Name), ("site", asset.Site)));
        }

        return rules.SiteLabel is { } name && labels[name] is { } said && assets.Site(said) is { } site ? labels.With("site", site) : labels;
    }
}
