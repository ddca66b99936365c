namespace OpsBridge.Alerts.Intake;

/// <summary>
/// What a group of events means, as far as memory can tell: which are repeats, which raise alerts, and which must be decided
/// on a locked row. Order within one condition is kept.
/// </summary>
internal sealed class GroupPlan
{
    private readonly List<TouchedAlert> _raised = [];
    private readonly Dictionary<UInt128, TouchedAlert> _current = [];
    private readonly Dictionary<UInt128, List<PreparedEvent>> _onRows = [];

    private GroupPlan(DateTimeOffset now) => Now = now;

    /// <summary>When it was planned (UTC).</summary>
    public DateTimeOffset Now { get; }

    /// <summary>New alerts, in order.</summary>
    public IReadOnlyList<TouchedAlert> Raised => _raised;

    /// <summary>Events to be decided on the row of their condition, in order.</summary>
    public IReadOnlyDictionary<UInt128, List<PreparedEvent>> OnRows => _onRows;

    /// <summary>Whether there is anything to store.</summary>
    public bool NeedsDatabase => _raised.Count + _onRows.Count > 0;

    /// <summary>Plans a group. Repeats are counted in memory at once: a sender that must send again has reported twice.</summary>
    /// <param name="events">The events, in order.</param>
    /// <param name="known">What is open.</param>
    /// <param name="ended">What was resolved lately.</param>
    /// <param name="contested">Conditions whose alert another process raised first: only the row can tell.</param>
    /// <param name="now">The time (UTC).</param>
    public static GroupPlan Of(
        IReadOnlyList<PreparedEvent> events, KnownAlerts known, EndedOccurrences ended, IReadOnlySet<UInt128> contested, DateTimeOffset now)
    {
        var plan = new GroupPlan(now);
        for (var i = 0; i < events.Count; i++)
        {
            events[i].Reset();
            plan.Add(events[i], known, ended, contested);
        }

        return plan;
    }

    private void Add(PreparedEvent e, KnownAlerts known, EndedOccurrences ended, IReadOnlySet<UInt128> contested)
    {
        if (_onRows.TryGetValue(e.Key, out var waiting))
        {
            waiting.Add(e);
            return;
        }

        var over = ended.Find(e.Key, Now);
        if (_current.TryGetValue(e.Key, out var raised))
        {
            if (!raised.Take(e, over))
            {
                Raise(e);
            }

            return;
        }

        var open = known.Find(e.Key);
        switch (contested.Contains(e.Key) ? Verdict.Change : IntakeRules.Judge(e, open is null ? null : OpenCondition.Of(open), over))
        {
            case Verdict.New:
                Raise(e);
                break;
            case Verdict.Repeat:
                known.Repeat(open!, e);
                e.Outcome = SignalOutcome.Repeated;
                break;
            case Verdict.Change:
                _onRows.Add(e.Key, [e]);
                break;
            case Verdict.Stale:
                e.IsStale = true;
                break;
            default:
                break; // the end of what is known to have ended
        }
    }

    private void Raise(PreparedEvent e)
    {
        var raised = TouchedAlert.Raise(e);
        _raised.Add(raised);
        _current[e.Key] = raised;
    }
}
