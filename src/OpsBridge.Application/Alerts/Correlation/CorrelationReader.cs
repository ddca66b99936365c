using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Board;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Alerts.Correlation;

/// <summary>
/// Gathers the facts. What changes rarely (parents, rules) is read once per change; evidence of checks is asked for in small
/// questions whose cost grows with what is broken, not with what is watched. For one thread.
/// </summary>
public sealed class CorrelationReader(IAlertBoard board, IOutageEvidence evidence, IDbContextFactory<OpsDbContext> contexts, LiveFeed feed, IOptions<CorrelationOptions> options)
{
    private static readonly Actor s_self = Actor.Internal("OpsBridge", Permissions.ViewAlerts);
    private static readonly string[] s_assets = ["assets"];
    private static readonly string[] s_rules = ["ranking_rules"];
    private readonly MatcherSet _outage = MatcherSet.Parse(options.Value.OutageAlerts).Set ?? throw new InvalidOperationException(options.Value.Problem());
    private readonly Dictionary<long, (AlertRow Row, bool Says)> _says = [];
    private (long Version, ILookup<Guid, Guid> Parents, ILookup<Guid, Guid> Children)? _ways;
    private (long Version, RankingRuleSet Rules)? _rules;
    private (AlertBoardView View, CorrelationFacts Facts)? _last;

    /// <summary>Topics whose change may change the facts.</summary>
    public IReadOnlyList<string> Topics { get; } = ["alerts", .. s_assets, .. s_rules, .. evidence.Topics];

    /// <summary>The facts of now; null when they are the same as the last time.</summary>
    public async Task<CorrelationFacts?> ReadAsync(CancellationToken ct)
    {
        var view = await board.OpenAsync(s_self, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (parents, children) = await WaysAsync(db, ct);
        var rules = await RulesAsync(db, ct);
        var down = await evidence.DownAsync(ct);
        var outside = OutsideOutages(view.Rows);
        var doubtful = Below(down.Keys.Concat(outside), children);
        doubtful.UnionWith(outside);
        var facts = new CorrelationFacts(view.Rows)
        {
            Words = await WordsAsync(db, view.Rows, ct),
            Parents = parents,
            Down = down,
            Reached = doubtful.Count == 0 ? new Dictionary<Guid, DateTimeOffset>() : await evidence.ReachedAsync(doubtful, ct),
            SaysOutage = SaysOutage,
            Window = TimeSpan.FromMinutes(options.Value.WindowMinutes),
            Rules = rules,
        };
        var same = _last is { } last && SameRows(last.View, view) && Same(facts, last.Facts);
        _last = (view, facts);
        return same ? null : facts;
    }

    /// <summary>Makes the next reading count as new, because what followed from the last one was not written.</summary>
    public void Forget() => _last = null;

    /// <summary>Whether nothing that matters here has moved: a repeat, an owner or a note does not.</summary>
    private static bool SameRows(AlertBoardView earlier, AlertBoardView now) =>
        ReferenceEquals(earlier.Rows, now.Rows) || (now.Since(earlier) is { } steps && steps.All(step => step.Removed.Count == step.Added.Count && OnlyBeside(step)));

    private static bool OnlyBeside(BoardDelta step)
    {
        var before = step.Removed.ToDictionary(r => r.Id);
        return step.Added.All(now => before.TryGetValue(now.Id, out var was) && Matters(was) == Matters(now)
            && (ReferenceEquals(was.Labels, now.Labels) || was.Labels.Equals(now.Labels)));

        static (Guid?, string?, Guid?, AlertSeverity, DateTimeOffset, DateTimeOffset?, long?, SymptomOrigin?) Matters(AlertRow row) =>
            (row.AssetId, row.AssetName, row.CheckId, row.Severity, row.StartsAt, row.ClearedAt, row.CauseId, row.CauseFrom);
    }

    private static bool Same(CorrelationFacts a, CorrelationFacts b) =>
        ReferenceEquals(a.Parents, b.Parents) && ReferenceEquals(a.Rules, b.Rules)
        && Equal(a.Words, b.Words) && Equal(a.Down, b.Down) && Equal(a.Reached, b.Reached);

    private static bool Equal<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> a, IReadOnlyDictionary<TKey, TValue> b)
        where TKey : notnull =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var other) && EqualityComparer<TValue>.Default.Equals(pair.Value, other));

    private static HashSet<Guid> Below(IEnumerable<Guid> failed, ILookup<Guid, Guid> children)
    {
        var found = new HashSet<Guid>();
        var open = new Stack<Guid>(failed);
        while (open.TryPop(out var asset))
        {
            foreach (var child in children[asset])
            {
                if (found.Add(child))
                {
                    open.Push(child);
                }
            }
        }

        return found;
    }

    private HashSet<Guid> OutsideOutages(IReadOnlyList<AlertRow> open)
    {
        if (_says.Count > (open.Count * 2) + 1000)
        {
            _says.Clear();
        }

        var assets = new HashSet<Guid>();
        foreach (var row in open)
        {
            if (row is { AssetId: { } asset, CheckId: null, ClearedAt: null } && SaysOutage(row))
            {
                assets.Add(asset);
            }
        }

        return assets;
    }

    /// <summary>Remembered while the labels stay the same.</summary>
    private bool SaysOutage(AlertRow row)
    {
        if (_says.TryGetValue(row.Id, out var known) && (ReferenceEquals(known.Row, row) || known.Row.Labels.Equals(row.Labels)))
        {
            return known.Says;
        }

        var says = _outage.IsMatch(row.Labels);
        _says[row.Id] = (row, says);
        return says;
    }

    private async Task<(ILookup<Guid, Guid> Parents, ILookup<Guid, Guid> Children)> WaysAsync(OpsDbContext db, CancellationToken ct)
    {
        var version = feed.VersionOf(s_assets);
        if (_ways is not { } known || known.Version != version)
        {
            var pairs = await db.Set<AssetParent>().AsNoTracking().ToListAsync(ct);
            _ways = known = (version, pairs.ToLookup(p => p.AssetId, p => p.ParentId), pairs.ToLookup(p => p.ParentId, p => p.AssetId));
        }

        return (known.Parents, known.Children);
    }

    private async Task<RankingRuleSet> RulesAsync(OpsDbContext db, CancellationToken ct)
    {
        var version = feed.VersionOf(s_rules);
        if (_rules is not { } known || known.Version != version)
        {
            var rules = await db.Set<RankingRule>().AsNoTracking().Where(r => r.Enabled).OrderBy(r => r.Name).ToListAsync(ct);
            _rules = known = (version, new RankingRuleSet([.. rules.Select(r => ReadyRankingRule.From(r.ToDetails())).OfType<ReadyRankingRule>()]));
        }

        return known.Rules;
    }

    private static async Task<IReadOnlyDictionary<long, long?>> WordsAsync(OpsDbContext db, IReadOnlyList<AlertRow> open, CancellationToken ct) =>
        open.Any(r => r.CauseFrom == SymptomOrigin.Operator)
            ? await db.Set<Alert>().AsNoTracking()
                .Where(a => a.CauseFrom == SymptomOrigin.Operator && a.State != AlertState.Closed)
                .ToDictionaryAsync(a => a.Id, a => a.RankedUnder, ct)
            : new Dictionary<long, long?>();
}
