namespace OpsBridge.Alerts.Intake;

/// <summary>
/// What a group of events means, as far as memory can tell: which are repeats, which raise alerts, and which must be decided
/// on a locked row. Order within one condition is kept. Memory itself is not touched before the group is stored.
/// </summary>
internal sealed class GroupPlan
{
    private readonly IntakeMemory _memory;
    private readonly List<TouchedAlert> _raised = [];
    private readonly Dictionary<UInt128, TouchedAlert> _current = [];
    private readonly Dictionary<UInt128, List<PreparedEvent>> _onRows = [];
    private readonly List<(KnownAlert Known, PreparedEvent Event)> _repeats = [];
    private readonly Dictionary<UInt128, DateTimeOffset> _ended = [];

    private GroupPlan(IntakeMemory memory, IReadOnlyList<PreparedEvent> events, DateTimeOffset now) => (_memory, Events, Now) = (memory, events, now);

    /// <summary>When it was planned (UTC).</summary>
    public DateTimeOffset Now { get; }

    /// <summary>All its events, in order.</summary>
    public IReadOnlyList<PreparedEvent> Events { get; }

    /// <summary>New alerts, in order.</summary>
    public IReadOnlyList<TouchedAlert> Raised => _raised;

    /// <summary>Events to be decided on the row of their condition, in order.</summary>
    public IReadOnlyDictionary<UInt128, List<PreparedEvent>> OnRows => _onRows;

    /// <summary>Unchanged repeats.</summary>
    public IReadOnlyList<(KnownAlert Known, PreparedEvent Event)> Repeats => _repeats;

    /// <summary>Occurrences that the senders resolved: the latest beginning by condition.</summary>
    public IReadOnlyDictionary<UInt128, DateTimeOffset> Ends => _ended;

    /// <summary>Whether there is anything to store.</summary>
    public bool NeedsDatabase => _raised.Count + _onRows.Count > 0;

    /// <summary>Plans a group.</summary>
    /// <param name="events">The events, in order.</param>
    /// <param name="memory">What is known.</param>
    /// <param name="contested">Conditions whose alert another process raised first: only the row can tell.</param>
    /// <param name="now">The time (UTC).</param>
    public static GroupPlan Of(IReadOnlyList<PreparedEvent> events, IntakeMemory memory, IReadOnlySet<UInt128> contested, DateTimeOffset now)
    {
        var plan = new GroupPlan(memory, events, now);
        for (var i = 0; i < events.Count; i++)
        {
            events[i].Reset();
            plan.Add(events[i], contested);
        }

        return plan;
    }

    /// <summary>When the latest occurrence that the sender resolved began; this group's own resolves count.</summary>
    public DateTimeOffset? Ended(UInt128 key)
    {
        var before = _memory.Past.Ended(key, Now);
        return _ended.TryGetValue(key, out var own) && !(before > own) ? own : before;
    }

    /// <summary>Remembers what an event says of the end of an occurrence, once it has been taken in.</summary>
    public void Note(PreparedEvent e)
    {
        if (!e.Signal.Firing && !e.IsStale && e.Begins is { } began && !(Ended(e.Key) > began))
        {
            _ended[e.Key] = began;
        }
    }

    /// <summary>A new alert for an event.</summary>
    public TouchedAlert Raise(PreparedEvent e) => TouchedAlert.Raise(e, _memory.Past.EarlierFlips(e.Key, Now), _memory.Flapping);

    private void Add(PreparedEvent e, IReadOnlySet<UInt128> contested)
    {
        if (_onRows.TryGetValue(e.Key, out var waiting))
        {
            waiting.Add(e);
            return;
        }

        if (_current.TryGetValue(e.Key, out var raised))
        {
            if (!raised.Take(e, Ended(e.Key)))
            {
                Begin(e);
            }

            Note(e);
            return;
        }

        var open = _memory.Alerts.Find(e.Key);
        switch (contested.Contains(e.Key) ? Verdict.Change : IntakeRules.Judge(e, open is null ? null : OpenCondition.Of(open), Ended(e.Key)))
        {
            case Verdict.New:
                Begin(e);
                break;
            case Verdict.Repeat:
                e.Outcome = SignalOutcome.Repeated;
                _repeats.Add((open!, e));
                break;
            case Verdict.Change:
                _onRows.Add(e.Key, [.. RepeatsBefore(e.Key), e]);
                break;
            case Verdict.Stale:
                e.IsStale = true;
                break;
            default:
                break; // the end of what is known to have ended
        }
    }

    private void Begin(PreparedEvent e)
    {
        var raised = Raise(e);
        _raised.Add(raised);
        _current[e.Key] = raised;
    }

    /// <summary>Repeats of this group that came before a change of the same alert go with it.</summary>
    private List<PreparedEvent> RepeatsBefore(UInt128 key)
    {
        var before = new List<PreparedEvent>();
        if (_repeats.Count > 0 && _repeats.Exists(r => r.Event.Key == key))
        {
            before.AddRange(_repeats.Where(r => r.Event.Key == key).Select(r => r.Event));
            _repeats.RemoveAll(r => r.Event.Key == key);
        }

        return before;
    }
}
