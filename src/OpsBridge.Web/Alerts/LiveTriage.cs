using OpsBridge.Alerts.Board;
using OpsBridge.Alerts.Correlation;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>
/// What one query finds, kept current by the steps of the board instead of looking at every alert again. Shared by all
/// screens that ask the same; used by one of them at a time.
/// </summary>
internal sealed class LiveTriage(TriageQuery query, Guid? viewer)
{
    private static readonly TimeSpan s_timesChange = TimeSpan.FromSeconds(5);
    private readonly TriageText _text = TriageText.Read(query.Text);
    private readonly Func<AlertRow, RowKey> _order = TriageOrder.Of(query);
    private readonly Dictionary<(string Top, string? Inner, bool Aside), TriageLeaf> _leaves = [];
    private readonly HashSet<TriageLeaf> _touched = [];
    private readonly TriageTally _tally = new();
    private AlertBoardView? _view;
    private TriageRows _rows = TriageRows.Empty;
    private Dictionary<long, string> _reasons = [];
    private DateTimeOffset _looked;
    private GroupedAlerts _groups = GroupedAlerts.None;

    /// <summary>What it finds in a snapshot; the same object while nothing of it changed.</summary>
    public TriageRows Read(AlertBoardView view, IReadOnlySet<Guid> present, DateTimeOffset now, GroupedAlerts? groups = null)
    {
        if (groups is not null && !ReferenceEquals(groups, _groups))
        {
            (_groups, _view) = (groups, view); // whoever joins or leaves a group moves rows that did not change themselves
            Begin(view, present, now);
            return _rows = Lay();
        }

        if (ReferenceEquals(view, _view) && now - _looked < s_timesChange)
        {
            return _rows;
        }

        var steps = _view is not null && now - _looked < s_timesChange ? view.Since(_view) : null;
        var before = _view;
        _view = view;
        if (steps is null)
        {
            if (before is not null && query.View != TriageQuery.Forgotten && query.OlderThanMinutes == 0 && view.Since(before) is { } missed)
            {
                steps = missed; // only the count of forgotten ones depends on the time
                _looked = now;
                Forget(view, present, now);
            }
            else
            {
                Begin(view, present, now);
                return _rows = Lay();
            }
        }

        var moved = Follow(steps);
        return _rows = moved || _tally.Changed ? Lay() : _rows;
    }

    private void Begin(AlertBoardView view, IReadOnlySet<Guid> present, DateTimeOffset now)
    {
        _leaves.Clear();
        _touched.Clear();
        _tally.Clear();
        _looked = now;
        Forget(view, present, now);
        foreach (var row in view.Rows)
        {
            Move(row, 1);
        }

        Settle();
    }

    private bool Follow(IReadOnlyList<BoardDelta> steps)
    {
        foreach (var step in steps)
        {
            foreach (var row in step.Removed) { Move(row, -1); }
            foreach (var row in step.Added) { Move(row, 1); }
        }

        return Settle();
    }

    private void Forget(AlertBoardView view, IReadOnlySet<Guid> present, DateTimeOffset now)
    {
        var reasons = new Dictionary<long, string>();
        foreach (var row in view.Rows)
        {
            if (!row.Unhandled && Fits(row) && ForgottenRule.Why(row, now, present) is { } why)
            {
                reasons[row.Id] = why;
            }
        }

        (_reasons, _tally.Forgotten) = (reasons, reasons.Count);
    }

    private void Move(AlertRow row, int by)
    {
        if (!Fits(row))
        {
            return;
        }

        _tally.Move(row, by);
        if (PlaceOf(row) is not { } place)
        {
            return;
        }

        if (!_leaves.TryGetValue(place, out var leaf))
        {
            _leaves.Add(place, leaf = new TriageLeaf(place.Top, place.Inner, place.Aside, _order, [query.Group, query.Then ?? ""]));
        }

        leaf.Move(row, by);
        _touched.Add(leaf);
    }

    private bool Settle()
    {
        var moved = _touched.Count > 0;
        foreach (var leaf in _touched)
        {
            leaf.Settle(_looked);
            if (leaf.Rows.Count == 0)
            {
                _leaves.Remove((leaf.Top, leaf.Inner, leaf.Aside));
            }
        }

        _touched.Clear();
        return moved;
    }

    private bool Fits(AlertRow row) =>
        (query.Severity is null || row.Severity == query.Severity)
        && (query.Site is null || TriageRows.SiteOf(row) == query.Site)
        && (!query.Unowned || row.OwnerName is null)
        && (query.OlderThanMinutes == 0 || _looked - row.RaisedAt > TimeSpan.FromMinutes(query.OlderThanMinutes))
        && _text.IsMatch(row);

    private (string Top, string? Inner, bool Aside)? PlaceOf(AlertRow row)
    {
        var shown = query.View switch
        {
            TriageQuery.Unhandled => row.Unhandled,
            TriageQuery.Mine => row.OwnerId is not null && row.OwnerId == viewer,
            TriageQuery.Handled => row.Handled,
            TriageQuery.Returned => row.State == AlertState.ReturnedUnacknowledged,
            TriageQuery.Forgotten => _reasons.ContainsKey(row.Id),
            _ => true,
        };
        if (!shown)
        {
            return query.View == TriageQuery.Unhandled ? (Aside(row), null, true) : null;
        }

        return query.Group == TriageQuery.NoGroup || query.View == TriageQuery.Forgotten
            ? ("", null, false)
            : (query.Group == TriageQuery.ByRules ? _groups.Of(row.Id)?.Key ?? "" : AlertFields.Heading(row, query.Group), query.Then is { } then ? AlertFields.Heading(row, then) : null, false);
    }

    // What hides a row first names it: that is what ends before it comes back.
    private static string Aside(AlertRow row) => row switch
    {
        { CauseId: not null } => "Symptoms of other alerts",
        { SuppressedBy: [{ Kind: SuppressorKind.Silence }, ..] } => "Silenced",
        { SuppressedBy.Count: > 0 } => "In a maintenance window",
        { State: AlertState.Shelved } => "Shelved",
        { State: AlertState.Suppressed } => "Unreachable behind something that is down",
        { State: AlertState.ReturnedUnacknowledged } => "Gone before anybody saw them",
        _ => "Acknowledged",
    };

    private TriageRows Lay() =>
        TriageLayout.Of(_leaves.Values, _order, query.Group == TriageQuery.ByRules ? _groups.TitleOf : null) with { Counts = _tally.Counts(viewer), Error = _text.Error, Reasons = query.View == TriageQuery.Forgotten ? _reasons : new Dictionary<long, string>() };
}
