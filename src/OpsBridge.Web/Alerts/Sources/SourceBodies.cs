using OpsBridge.Assets;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <summary>One step of a mapping, as callers write it.</summary>
/// <param name="Kind">extract, rename, copy, set or drop.</param>
/// <param name="From">Label, <c>annotation:name</c>, <c>@summary</c>, <c>@detail</c> or <c>@dedup_key</c>; not with set.</param>
/// <param name="To">Label that is written; with rename, copy and set.</param>
/// <param name="Value">Pattern of an extraction, constant of a set.</param>
public sealed record LabelRuleBody(string? Kind, string? From, string? To, string? Value);

/// <summary>One way to an asset, as callers write it.</summary>
/// <param name="Label">Label whose value is looked up.</param>
/// <param name="Kind">name, host or tag.</param>
/// <param name="Tag">The asset's tag; with tag.</param>
public sealed record AssetLookupBody(string? Label, string? Kind, string? Tag);

/// <summary>What happens to the labels of a source, as callers write it; what is left out is as usual.</summary>
/// <param name="Rules">Steps, in order.</param>
/// <param name="IdentityLabels">Labels that identify; empty for all.</param>
/// <param name="AssetLookups">Ways to the asset, first hit wins.</param>
/// <param name="SiteLabel">Label that names the site; "" for none.</param>
public sealed record SourceMappingBody(
    IReadOnlyList<LabelRuleBody?>? Rules, IReadOnlyList<string?>? IdentityLabels, IReadOnlyList<AssetLookupBody?>? AssetLookups, string? SiteLabel)
{
    /// <summary>The mapping; words that are none of ours become ones that validation refuses.</summary>
    public SourceMapping ToMapping() => new()
    {
        Rules = [.. (Rules ?? []).Select(r => new LabelRule(AssetAnswers.Word<LabelRuleKind>(r?.Kind) ?? (LabelRuleKind)(-1), r?.From ?? "", r?.To ?? "", r?.Value ?? ""))],
        IdentityLabels = [.. (IdentityLabels ?? []).Select(name => name ?? "")],
        AssetLookups = AssetLookups is null
            ? AssetLookup.Usual
            : [.. AssetLookups.Select(w => new AssetLookup(w?.Label ?? "", AssetAnswers.Word<AssetLookupKind>(w?.Kind) ?? (AssetLookupKind)(-1), w?.Tag))],
        SiteLabel = SiteLabel is null ? SourceMapping.Default.SiteLabel : SiteLabel.Length == 0 ? null : SiteLabel,
    };

    /// <summary>A mapping as callers read it.</summary>
    public static SourceMappingBody Of(SourceMapping mapping) => new(
        [.. mapping.Rules.Select(r => new LabelRuleBody(AssetBodies.Word(r.Kind), r.From, r.To, r.Value))],
        [.. mapping.IdentityLabels],
        [.. mapping.AssetLookups.Select(w => new AssetLookupBody(w.Label, AssetBodies.Word(w.Kind), w.Tag))],
        mapping.SiteLabel ?? "");
}

/// <summary>What a caller says about a source.</summary>
/// <param name="Name">Unique, 1 to 60 characters; cannot be changed later.</param>
/// <param name="Format">prometheus, alertmanager, grafana, pagerDuty, cloudEvents, icinga2 or opsBridge.</param>
/// <param name="Notes">Free text.</param>
/// <param name="SeverityCap">critical, major, warning or info; critical when missing.</param>
/// <param name="EventsPerSecond">Its rate; missing for no limit.</param>
/// <param name="Burst">Events at once; ten seconds' worth when missing.</param>
/// <param name="ResolveTimeoutSeconds">How long an alert holds without being sent again; 300 when missing.</param>
/// <param name="SilenceLimitSeconds">After how long without a message it counts as dead; missing for never.</param>
/// <param name="Scopes">read, handle, silence.</param>
/// <param name="Mapping">What happens to its labels.</param>
public sealed record SourceBody(
    string? Name,
    string? Format,
    string? Notes,
    string? SeverityCap,
    double? EventsPerSecond,
    int? Burst,
    int? ResolveTimeoutSeconds,
    int? SilenceLimitSeconds,
    IReadOnlyList<string?>? Scopes,
    SourceMappingBody? Mapping)
{
    /// <summary>The values as the use cases take them; words that are none of ours become ones that validation refuses.</summary>
    public SourceDetails ToDetails() => new(Name ?? "", AssetAnswers.Word<SourceFormat>(Format) ?? (SourceFormat)(-1))
    {
        Notes = Notes,
        SeverityCap = SeverityCap is null ? AlertSeverity.Critical : AssetAnswers.Word<AlertSeverity>(SeverityCap) ?? (AlertSeverity)(-1),
        Rate = EventsPerSecond is { } rate ? new SourceRateLimit(rate, Burst ?? (int)Math.Clamp(rate * 10, 1, 1_000_000)) : null,
        ResolveTimeout = TimeSpan.FromSeconds(ResolveTimeoutSeconds ?? 300),
        SilenceLimit = SilenceLimitSeconds is { } silence ? TimeSpan.FromSeconds(silence) : null,
        Scopes = (Scopes ?? []).Aggregate(SourceScopes.None, (all, word) => all | (AssetAnswers.Word<SourceScopes>(word) ?? (SourceScopes)(1 << 30))),
        Mapping = Mapping?.ToMapping() ?? SourceMapping.Default,
    };

    /// <summary>A source as callers read it.</summary>
    public static SourceBody Of(SourceDetails details) => new(
        details.Name,
        AssetBodies.Word(details.Format),
        details.Notes,
        AssetBodies.Word(details.SeverityCap),
        details.Rate?.EventsPerSecond,
        details.Rate?.Burst,
        (int)details.ResolveTimeout.TotalSeconds,
        (int?)details.SilenceLimit?.TotalSeconds,
        [.. new[] { SourceScopes.Read, SourceScopes.Handle, SourceScopes.Silence }.Where(s => details.Scopes.HasFlag(s)).Select(AssetBodies.Word)],
        SourceMappingBody.Of(details.Mapping));
}

/// <summary>A source as callers read it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Source">What an admin said about it.</param>
/// <param name="State">never, heard or silent.</param>
/// <param name="LastHeardAt">When anything came last.</param>
/// <param name="SilentSince">Since when it counts as dead.</param>
/// <param name="EventsPerMinute">Events of the last minute, about.</param>
/// <param name="OpenAlerts">Its alerts that are not closed.</param>
/// <param name="Refused">Events refused because they were over its rate.</param>
/// <param name="Quarantined">Messages of the last 24 hours that could not be read.</param>
/// <param name="ClockOffsetSeconds">Our clock minus the sender's, as its newest alerts tell.</param>
/// <param name="Keys">Its keys, the newest first.</param>
public sealed record SourceResource(
    Guid Id,
    SourceBody Source,
    string State,
    DateTimeOffset? LastHeardAt,
    DateTimeOffset? SilentSince,
    double EventsPerMinute,
    int OpenAlerts,
    long Refused,
    int Quarantined,
    double? ClockOffsetSeconds,
    IReadOnlyList<ApiKeyRow> Keys)
{
    /// <summary>A row as callers read it.</summary>
    public static SourceResource Of(SourceRow row) => new(
        row.Id, SourceBody.Of(row.Details), AssetBodies.Word(row.State), row.LastHeardAt, row.SilentSince, Math.Round(row.PerMinute, 1),
        row.OpenAlerts, row.Refused, row.Quarantined, row.ClockOffset, row.Keys);
}

/// <summary>A new source with its first key.</summary>
/// <param name="Id">Key of the source.</param>
/// <param name="ApiKey">The secret; not stored and never shown again.</param>
public sealed record CreatedSource(Guid Id, string ApiKey);

/// <summary>What a caller says about a new key of a source.</summary>
/// <param name="OverlapSeconds">How long the old keys stay good; a day when missing, at most 30 days.</param>
public sealed record RotateBody(int? OverlapSeconds);

/// <summary>A new key of a source.</summary>
/// <param name="Id">Id of the key.</param>
/// <param name="ApiKey">The secret; not stored and never shown again.</param>
/// <param name="OldKeysEnd">When the old ones end.</param>
public sealed record RotatedKey(Guid Id, string ApiKey, DateTimeOffset OldKeysEnd);
