using Microsoft.Extensions.Primitives;
using OpsBridge.Alerts;

namespace OpsBridge.Ingest;

/// <summary>The query of <c>GET /api/v2/alerts</c> and <c>GET /api/v2/alerts/groups</c> (Alertmanager v2, api/v2/openapi.yaml).</summary>
internal sealed class AlertmanagerFilter
{
    private const int LongestPattern = 1000;
    private static readonly string[] s_yes = ["true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled"]; // go-openapi/swag

    private readonly List<MatcherSet> _matchers;
    private readonly bool _active;
    private readonly bool _silenced;
    private readonly bool _inhibited;
    private readonly bool _muted;
    private readonly bool _receiver;

    private AlertmanagerFilter(IQueryCollection query, List<MatcherSet> matchers, bool receiver)
    {
        (_matchers, _receiver) = (matchers, receiver);
        (_active, _silenced, _inhibited, _muted) = (Flag(query["active"]), Flag(query["silenced"]), Flag(query["inhibited"]), Flag(query["muted"]));
    }

    /// <summary>Reads it, or says in plain words what is wrong.</summary>
    public static (AlertmanagerFilter? Filter, string? Error) Read(IQueryCollection query)
    {
        var (matchers, bad) = ReadMatchers(query["filter"]);
        if (matchers is null)
        {
            return (null, bad);
        }

        var pattern = query["receiver"].ToString();
        if (pattern.Length == 0)
        {
            return (new AlertmanagerFilter(query, matchers, receiver: true), null);
        }

        return pattern.Length <= LongestPattern && Matcher.Create("receiver", MatchKind.Matches, pattern).Matcher is { } receiver
            ? (new AlertmanagerFilter(query, matchers, receiver.IsMatch(Kernel.Labels.Of(("receiver", AlertmanagerAlert.Receiver)))), null)
            : (null, "failed to parse receiver param");
    }

    /// <summary>Reads the conditions of a repeated <c>filter</c>, or says in plain words what is wrong.</summary>
    public static (List<MatcherSet>? Matchers, string? Error) ReadMatchers(StringValues filters)
    {
        var matchers = new List<MatcherSet>(filters.Count);
        foreach (var text in filters)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var (set, error) = MatcherSet.Parse(text);
            if (set is null)
            {
                return (null, $"bad matcher format: {error}");
            }

            matchers.Add(set);
        }

        return (matchers, null);
    }

    /// <summary>Whether an alert is wanted.</summary>
    public bool Wants(AlertmanagerAlert alert) =>
        _receiver
        && (_active || alert.Suppressed)
        && (_silenced || alert.SilencedBy.Count == 0)
        && (_inhibited || alert.InhibitedBy.Count == 0)
        && (_muted || alert.MutedBy.Count == 0)
        && _matchers.TrueForAll(m => m.IsMatch(alert.Row.Labels));

    private static bool Flag(StringValues value) =>
        StringValues.IsNullOrEmpty(value) || s_yes.Contains(value.ToString().ToLowerInvariant(), StringComparer.Ordinal);
}
