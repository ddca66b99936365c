using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Assets, alerts and words in memory; keeps what the correlation decides, as the tables do.</summary>
internal sealed class World
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Guid> _assets = new(StringComparer.Ordinal);
    private readonly List<(Guid Asset, Guid Parent)> _parents = [];

    public List<AlertRow> Alerts { get; } = [];

    public Dictionary<long, long?> Words { get; } = [];

    public Dictionary<Guid, DateTimeOffset> Down { get; } = [];

    public Dictionary<Guid, DateTimeOffset> Reached { get; } = [];

    public List<RankingRuleDetails> Rules { get; } = [];

    public CorrelationFacts Facts => new([.. Alerts])
    {
        Words = Words,
        Parents = _parents.ToLookup(p => p.Asset, p => p.Parent),
        Down = Down,
        Reached = Reached,
        SaysOutage = r => r.Labels["alertname"] == "InstanceDown",
        Rules = new RankingRuleSet([.. Rules.Select(r => ReadyRankingRule.From(r)!)]),
    };

    public Guid Asset(string name, params string[] parents)
    {
        if (!_assets.TryGetValue(name, out var id))
        {
            // Ids by name, so that the same world is the same whatever order it was built in.
            var bytes = new byte[16];
            System.Text.Encoding.ASCII.GetBytes(name, bytes);
            _assets[name] = id = new Guid(bytes);
        }

        _parents.AddRange(parents.Select(p => (id, Asset(p))).Except(_parents));
        return id;
    }

    /// <summary>An open alert; <paramref name="seconds"/> after noon.</summary>
    public AlertRow Alert(long id, string? asset, int seconds = 0, AlertSeverity severity = AlertSeverity.Major, bool check = false, params (string, string)[] labels)
    {
        var row = new AlertRow
        {
            Id = id,
            Severity = severity,
            State = AlertState.Unacknowledged,
            Summary = $"alert {id}",
            AssetId = asset is null ? null : Asset(asset),
            AssetName = asset,
            CheckId = check ? Guid.CreateVersion7() : null,
            RaisedAt = Noon.AddSeconds(seconds),
            StartsAt = Noon.AddSeconds(seconds),
            LastSeenAt = Noon.AddSeconds(seconds),
            Count = 1,
            Labels = Labels.Of(labels),
        };
        Alerts.Add(row);
        return row;
    }

    public void GoesDown(string asset, int seconds) => Down[Asset(asset)] = Noon.AddSeconds(seconds);

    public AlertRow Row(long id) => Alerts.Single(a => a.Id == id);

    public void Change(long id, Func<AlertRow, AlertRow> how) => Alerts[Alerts.FindIndex(a => a.Id == id)] = how(Row(id));

    public void Close(long id)
    {
        Alerts.RemoveAll(a => a.Id == id);
        Words.Remove(id);
    }

    /// <summary>A pass of the keeper; returns how many alerts it ranked otherwise.</summary>
    public int Keep() => Write(Correlator.Decide(Facts));

    public RankResult Rank(long cause, params long[] ids) => Manual(ids, m => m.Under(cause));

    public RankResult Alone(params long[] ids) => Manual(ids, m => m.Alone());

    public (long? Cause, SymptomOrigin? From) Of(long id) => (Row(id).CauseId, Row(id).CauseFrom);

    private RankResult Manual(long[] ids, Func<ManualRanking, RankResult> decide)
    {
        var ranking = new ManualRanking(
            ids, Alerts.ToDictionary(a => a.Id, a => new RankedAlert(a.Id, a.State == AlertState.Closed, a.CauseId, a.CauseFrom, Words.GetValueOrDefault(a.Id))), null);
        var result = decide(ranking);
        Write(ranking.Changes);
        return result;
    }

    private int Write(IReadOnlyList<RankingChange> changes)
    {
        foreach (var change in changes)
        {
            if (Of(change.AlertId) != (change.SeenCause, change.SeenFrom))
            {
                throw new InvalidOperationException($"{change} was decided from something else than is there.");
            }

            Change(change.AlertId, r => r with { CauseId = change.Cause, CauseFrom = change.From });
            Words.Remove(change.AlertId);
            if (change.From == SymptomOrigin.Operator)
            {
                Words[change.AlertId] = change.Named;
            }
        }

        return changes.Count;
    }
}
