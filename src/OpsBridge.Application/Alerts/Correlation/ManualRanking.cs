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

        var symptoms = Rankable(a => a.Id == causeId ? RankRefusalReason.Itself : null);
        var moving = symptoms.ConvertAll(s => s.Id).ToHashSet();
        var top = named.CauseId is { } cause && _alerts.TryGetValue(cause, out var above) && !above.Closed ? cause : causeId;
        var changesPlaces = moving.Contains(top) || WordsAbove(named).Any(moving.Contains);
        if (changesPlaces)
        {
            top = moving.Contains(top) ? causeId : top;
            Add(named, top == causeId ? null : top, top == causeId ? null : top);
        }

        foreach (var symptom in symptoms)
        {
            if (symptom.CauseFrom == SymptomOrigin.Operator && symptom.RankedUnder == causeId && symptom.CauseId == top)
            {
                _left.Add(new RankRefusal(symptom.Id, RankRefusalReason.Already));
                moving.Remove(symptom.Id);
            }
            else
            {
                Add(symptom, top, causeId);
            }
        }

        var ranked = moving.Order().ToList();
        foreach (var follower in _alerts.Values.Where(a => a.CauseId is { } c && moving.Contains(c) && !moving.Contains(a.Id) && a.Id != causeId && !a.Closed))
        {
            Follow(follower, top);
        }

        return Answer(top, ranked);
    }

    /// <summary>Lets them stand for themselves.</summary>
    public RankResult Alone()
    {
        var standing = Rankable(a => a is { CauseFrom: SymptomOrigin.Operator, RankedUnder: null, CauseId: null } ? RankRefusalReason.Already : null);
        foreach (var alert in standing)
        {
            Add(alert, null, null);
        }

        var ranked = standing.ConvertAll(s => s.Id).ToHashSet();
        foreach (var alert in _alerts.Values.Where(a => !a.Closed && !ranked.Contains(a.Id)))
        {
            if (WordsAbove(alert).Where(ranked.Contains).Select(id => (long?)id).FirstOrDefault() is { } cause)
            {
                Follow(alert, cause);
            }
        }

        return Answer(null, [.. ranked.Order()]);
    }

    private List<RankedAlert> Rankable(Func<RankedAlert, RankRefusalReason?> refuse)
    {
        var found = new List<RankedAlert>();
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
                found.Add(alert!);
            }
        }

        return found;
    }

    private RankResult Answer(long? top, List<long> ranked) => ranked.Count == 0
        ? new RankResult.Nothing(_left)
        : new RankResult.Done(top, ranked, [.. _changes.Select(c => c.AlertId).Except(ranked).Order()], _left);

    /// <summary>The alerts that operators put above this one, nearest first.</summary>
    private IEnumerable<long> WordsAbove(RankedAlert alert)
    {
        var seen = new HashSet<long> { alert.Id };
        for (var at = alert; at is { CauseFrom: SymptomOrigin.Operator, RankedUnder: { } above } && seen.Add(above);)
        {
            yield return above;
            at = _alerts.GetValueOrDefault(above);
        }
    }

    private void Add(RankedAlert alert, long? cause, long? named) =>
        _changes.Add(new RankingChange(alert.Id, alert.CauseId, alert.CauseFrom, cause, SymptomOrigin.Operator, _why) { Named = named });

    private void Follow(RankedAlert alert, long cause)
    {
        if (alert.CauseId != cause)
        {
            _changes.Add(new RankingChange(alert.Id, alert.CauseId, alert.CauseFrom, cause, alert.CauseFrom, "its cause was ranked otherwise") { Named = alert.RankedUnder });
        }
    }
}
