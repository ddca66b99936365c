namespace OpsBridge.Monitoring;

/// <summary>
/// States of all watched checks in memory, and who is reached through whom. Results go in, observations come out; it
/// neither measures nor stores. Thread-safe.
/// </summary>
public sealed class PolledEstate(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Dictionary<Guid, Entry> _checks = [];
    private ILookup<Guid, Entry> _byAsset = Array.Empty<Entry>().ToLookup(e => e.Check.AssetId);
    private ILookup<Guid, Guid> _parents = Array.Empty<(Guid, Guid)>().ToLookup(p => p.Item1, p => p.Item2);
    private ILookup<Guid, Guid> _children = Array.Empty<(Guid, Guid)>().ToLookup(p => p.Item1, p => p.Item2);

    /// <summary>Checks watched now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _checks.Count;
            }
        }
    }

    /// <summary>Ids of the checks watched now.</summary>
    public IReadOnlyCollection<Guid> Ids
    {
        get
        {
            lock (_gate)
            {
                return [.. _checks.Keys];
            }
        }
    }

    /// <summary>Takes over a new catalog; known checks keep their state, new ones start from <paramref name="stored"/> or pending.</summary>
    /// <returns>Ids no longer watched, and ids of what must be measured anew.</returns>
    public CatalogChange Replace(CatalogView catalog, IReadOnlyDictionary<Guid, CheckRuntimeState> stored)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var before = _checks;
            _checks = catalog.Checks.ToDictionary(c => c.Id, c => new Entry(c, StateOf(before, stored, c.Id, now)));
            _byAsset = _checks.Values.ToLookup(e => e.Check.AssetId);
            _parents = catalog.Parents;
            _children = catalog.Parents.SelectMany(p => p, (group, parent) => (parent, group.Key)).ToLookup(p => p.parent, p => p.Key);
            return new CatalogChange(
                [.. before.Keys.Where(id => !_checks.ContainsKey(id))],
                [.. _checks.Values.Where(e => !before.TryGetValue(e.Check.Id, out var old) ? e.State.Class == CheckStateClass.Pending : old.Check.MeasuresOtherwise(e.Check)).Select(e => e.Check.Id)]);
        }
    }

    /// <summary>The check and its state; null when it is not watched.</summary>
    public (WatchedCheck Check, CheckRuntimeState State)? Find(Guid checkId)
    {
        lock (_gate)
        {
            return _checks.TryGetValue(checkId, out var entry) ? (entry.Check, entry.State) : null;
        }
    }

    /// <summary>Takes in a result; the observations are of this check and of those that became unreachable with it.</summary>
    public IReadOnlyList<CheckObservation> Observe(Guid checkId, ProbeResult result, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_checks.TryGetValue(checkId, out var entry))
            {
                return [];
            }

            var judged = MetricThreshold.Apply(result, entry.Check.Thresholds);
            var wasDown = IsDown(entry.Check.AssetId);
            var step = CheckStateMachine.Apply(entry.State, judged.Status, at, entry.Check.Policy, DownParentOf(entry.Check.AssetId));
            var seen = new List<CheckObservation>(1) { entry.Take(step, judged, at) };
            Spread(entry.Check.AssetId, wasDown, at, seen);
            return seen;
        }
    }

    /// <summary>A heartbeat's time to live has passed without a call.</summary>
    public IReadOnlyList<CheckObservation> Silence(Guid checkId, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_checks.TryGetValue(checkId, out var entry))
            {
                return [];
            }

            var step = CheckStateMachine.Silence(entry.State, at, DownParentOf(entry.Check.AssetId));
            return step.Transitions.Count == 0 ? [] : [entry.Take(step, null, at)];
        }
    }

    /// <summary>Checks on assets that are reached through this check's asset: they are looked at again when it comes back.</summary>
    public IReadOnlyList<Guid> Below(Guid checkId)
    {
        lock (_gate)
        {
            return _checks.TryGetValue(checkId, out var entry)
                ? [.. _children[entry.Check.AssetId].SelectMany(a => _byAsset[a]).Select(e => e.Check.Id)]
                : [];
        }
    }

    private static CheckRuntimeState StateOf(
        Dictionary<Guid, Entry> before, IReadOnlyDictionary<Guid, CheckRuntimeState> stored, Guid id, DateTimeOffset now) =>
        before.TryGetValue(id, out var known) ? known.State : stored.TryGetValue(id, out var old) ? old : CheckRuntimeState.Pending(now);

    /// <summary>Down: every check of the asset is hard critical, or unreachable itself.</summary>
    private bool IsDown(Guid assetId)
    {
        var any = false;
        foreach (var entry in _byAsset[assetId])
        {
            any = true;
            var state = entry.State;
            if (state.Class != CheckStateClass.Unreachable && !(state is { Class: CheckStateClass.Measured, IsHard: true, Status: CheckStatus.Critical }))
            {
                return false;
            }
        }

        return any;
    }

    /// <summary>A parent that is itself cut off names what cut it off, so that people are led to the one thing that is down.</summary>
    private string CauseAt(Guid downAsset) =>
        _byAsset[downAsset].Select(e => e.State.Class == CheckStateClass.Unreachable ? e.State.Because : null).FirstOrDefault(b => b is not null)
        ?? _byAsset[downAsset].First().Check.AssetName;

    /// <summary>What cuts an asset off when all its parents are down; null otherwise: one way in that works is enough to be reached.</summary>
    private string? DownParentOf(Guid assetId)
    {
        string? name = null;
        foreach (var parent in _parents[assetId])
        {
            if (!IsDown(parent))
            {
                return null;
            }

            name ??= CauseAt(parent);
        }

        return name;
    }

    private void Spread(Guid assetId, bool wasDown, DateTimeOffset at, List<CheckObservation> seen)
    {
        if (wasDown || !IsDown(assetId))
        {
            return;
        }

        foreach (var child in _children[assetId])
        {
            if (DownParentOf(child) is not { } parent)
            {
                continue;
            }

            var childWasDown = IsDown(child);
            foreach (var entry in _byAsset[child])
            {
                var step = CheckStateMachine.ParentWentDown(entry.State, parent, at);
                if (step.Transitions.Count > 0)
                {
                    seen.Add(entry.Take(step, null, at));
                }
            }

            Spread(child, childWasDown, at, seen);
        }
    }

    private sealed class Entry(WatchedCheck check, CheckRuntimeState state)
    {
        public WatchedCheck Check { get; } = check;

        public CheckRuntimeState State { get; private set; } = state;

        public CheckObservation Take(StateStep step, ProbeResult? result, DateTimeOffset at)
        {
            State = step.State;
            return new CheckObservation(Check, step.State, step.Transitions, result, at);
        }
    }
}

/// <summary>What a new catalog changed.</summary>
/// <param name="Gone">Checks no longer watched.</param>
/// <param name="Unmeasured">Checks that have never run, or would now be measured or judged in another way.</param>
public sealed record CatalogChange(IReadOnlyList<Guid> Gone, IReadOnlyList<Guid> Unmeasured);
