namespace OpsBridge.Alerts.Board;

/// <summary>Silences in memory: each hides alerts of one name until a time.</summary>
internal sealed class FakeSuppressions(TimeProvider clock) : ISuppressions
{
    private readonly List<(string Name, DateTimeOffset Until)> _hidden = [];
    private Set? _set;

    public IReadOnlyList<string> Topics => ["silences"];

    public void Hide(string name, DateTimeOffset until)
    {
        _hidden.Add((name, until));
        _set = null;
    }

    public Task<ISuppressionSet> CurrentAsync(CancellationToken ct)
    {
        if (_set is null || _set.ValidUntil <= clock.GetUtcNow())
        {
            _set = new Set([.. _hidden.Where(h => h.Until > clock.GetUtcNow())]);
        }

        return Task.FromResult<ISuppressionSet>(_set);
    }

    private sealed class Set(IReadOnlyList<(string Name, DateTimeOffset Until)> hidden) : ISuppressionSet
    {
        public DateTimeOffset? ValidUntil => hidden.Count == 0 ? null : hidden.Min(h => h.Until);

        public IReadOnlyList<Suppressor> For(SuppressionTarget target) =>
            [.. hidden.Where(h => target.Labels["name"] == h.Name).Select(h => new Suppressor(SuppressorKind.Silence, Guid.Empty, h.Name, h.Until))];
    }
}
