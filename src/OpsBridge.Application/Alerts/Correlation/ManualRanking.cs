namespace OpsBridge.Alerts.Correlation;

/// <summary>An alert as far as ranking by hand needs it.</summary>
/// <param name="Id">Key.</param>
/// <param name="Closed">Whether it is over.</param>
/// <param name="CauseId">What it is a symptom of.</param>
/// <param name="CauseFrom">Who says so.</param>
/// <param name="RankedUnder">The cause that an operator named.</param>
public sealed record RankedAlert(long Id, bool Closed, long? CauseId, SymptomOrigin? CauseFrom, long? RankedUnder);

/// <summary>
/// What an operator's ranking changes. A cause that was itself a symptom passes its place on; a cause that is ranked under
/// its own symptom changes places with it; so there is never a circle, and never a symptom of a symptom.
/// </summary>
internal sealed class ManualRanking
{
    private readonly IReadOnlyDictionary<long, RankedAlert> _alerts;
    private readonly IReadOnlyCollection<long> _ids;
    private readonly string? _why;
    private readonly Dictionary<long, long?> _said = [];
    private readonly List<RankRefusal> _left = [];
    private readonly List<RankingChange> _changes = [];

    /// <param name="ids">The alerts to rank.</param>
    /// <param name="alerts">The alerts named, every open alert ranked by an operator, and every open symptom of those to be ranked.</param>
    /// <param name="why">The reason that the operator gave.</param>
    public ManualRanking(IReadOnlyCollection<long> ids, IReadOnlyDictionary<long, RankedAlert> alerts, string? why) =>
        (_ids, _alerts, _why) = (ids, alerts, why);

    /// <summary>What is to be written.</summary>
    public IReadOnlyList<RankingChange> Changes => _changes;

    /// <summary>Ranks them under the named alert; returns the answer that holds once the changes are written.</summary>
    public RankResult Under(long causeId)
    {
        if (!_alerts.TryGetValue(causeId, out var named) || named.Closed)
        {
            return named is null ? new RankResult.CauseNotFound() : new RankResult.CauseClosed();
        }

        var symptoms = Rankable(a => a.Id == causeId ? RankRefusalReason.Itself
            : a.CauseFrom == SymptomOrigin.Operator && a.RankedUnder == causeId ? RankRefusalReason.Already
            : null);
        var above = Above(named).ToList();
        foreach (var symptom in symptoms)
        {
            _said[symptom] = causeId;
        }

        if (above.Exists(symptoms.Contains))
        {
            _said[causeId] = symptoms.Contains(above[^1]) ? null : above[^1]; // changes places: it goes where they were
        }

        return Answer(symptoms, TopOf(causeId));
    }

    /// <summary>Lets them stand for themselves.</summary>
    public RankResult Alone()
    {
        var standing = Rankable(a => a is { CauseFrom: SymptomOrigin.Operator, RankedUnder: null, CauseId: null } ? RankRefusalReason.Already : null);
        foreach (var alert in standing)
        {
            _said[alert] = null;
        }

        return Answer(standing, null);
    }

    private HashSet<long> Rankable(Func<RankedAlert, RankRefusalReason?> refuse)
    {
        var found = new HashSet<long>();
        foreach (var id in _ids.Order())
        {
            var reason = !_alerts.TryGetValue(id, out var alert) ? RankRefusalReason.NotFound
                : alert.Closed ? RankRefusalReason.Closed
                : refuse(alert);
            if (reason is { } why)
            {
                _left.Add(new RankRefusal(id, why));
            }
            else
            {
                found.Add(id);
            }
        }

        return found;
    }

    private RankResult Answer(HashSet<long> asked, long? top)
    {
        if (asked.Count == 0)
        {
            return new RankResult.Nothing(_left);
        }

        foreach (var alert in _alerts.Values.Where(a => !a.Closed))
        {
            if (_said.TryGetValue(alert.Id, out var named))
            {
                _changes.Add(new RankingChange(alert.Id, alert.CauseId, alert.CauseFrom, named is null ? null : TopOf(alert.Id), SymptomOrigin.Operator, _why) { Named = named, SeenNamed = alert.RankedUnder });
            }
            else if (alert.CauseId is not null && TopOf(alert.Id) is var follows && follows != alert.CauseId && follows != alert.Id)
            {
                _changes.Add(new RankingChange(alert.Id, alert.CauseId, alert.CauseFrom, follows, alert.CauseFrom, "its cause was ranked otherwise") { Named = alert.RankedUnder, SeenNamed = alert.RankedUnder });
            }
        }

        return new RankResult.Done(top, [.. asked.Order()], [.. _changes.Select(c => c.AlertId).Except(asked).Order()], _left);
    }

    private long TopOf(long id) => Above(_alerts[id]).DefaultIfEmpty(id).Last();

    /// <summary>The alerts above this one, nearest first: by what operators say where they said something, else as it is ranked.</summary>
    private IEnumerable<long> Above(RankedAlert alert)
    {
        var seen = new HashSet<long> { alert.Id };
        for (var at = alert; NextAbove(at) is { } above && seen.Add(above.Id); at = above)
        {
            yield return above.Id;
        }
    }

    private RankedAlert? NextAbove(RankedAlert alert)
    {
        var above = _said.TryGetValue(alert.Id, out var said) ? said
            : alert.CauseFrom == SymptomOrigin.Operator ? alert.RankedUnder
            : alert.CauseId;
        return above is { } id && _alerts.TryGetValue(id, out var found) && !found.Closed ? found : null;
    }
}
