namespace OpsBridge.Alerts;

/// <summary>How many rows each view would show under one filter.</summary>
internal sealed class TriageTally
{
    private readonly Dictionary<Guid, int> _owned = [];
    private int _unhandled;
    private int _handled;
    private int _returned;
    private int _all;
    private int _forgotten;

    /// <summary>Whether a count has changed since <see cref="Counts"/>.</summary>
    public bool Changed { get; private set; } = true;

    /// <summary>Handled long ago, or about to come back.</summary>
    public int Forgotten
    {
        get => _forgotten;
        set => (Changed, _forgotten) = (Changed || _forgotten != value, value);
    }

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        _owned.Clear();
        (_unhandled, _handled, _returned, _all, Changed) = (0, 0, 0, 0, true);
    }

    /// <summary>A row came (1) or went (-1).</summary>
    public void Move(AlertRow row, int by)
    {
        Changed = true;
        _all += by;
        _unhandled += row.Unhandled ? by : 0;
        _handled += row.Handled ? by : 0;
        _returned += row.State == AlertState.ReturnedUnacknowledged ? by : 0;
        if (row.OwnerId is { } owner)
        {
            _owned[owner] = _owned.GetValueOrDefault(owner) + by;
        }
    }

    /// <summary>By name of the view.</summary>
    public IReadOnlyDictionary<string, int> Counts(Guid? viewer)
    {
        Changed = false;
        return new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [TriageQuery.Unhandled] = _unhandled,
            [TriageQuery.Mine] = viewer is { } me ? _owned.GetValueOrDefault(me) : 0,
            [TriageQuery.Handled] = _handled,
            [TriageQuery.Returned] = _returned,
            [TriageQuery.Forgotten] = _forgotten,
            [TriageQuery.All] = _all,
        };
    }
}
