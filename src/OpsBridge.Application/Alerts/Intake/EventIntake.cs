using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <inheritdoc cref="IEventIntake"/>
public sealed class EventIntake : IEventIntake
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    private readonly IntakeQueue _queue;
    private readonly IntakeGate _gate;
    private readonly Quarantine _quarantine;

    internal EventIntake(IntakeQueue queue, IntakeGate gate, Quarantine quarantine) => (_queue, _gate, _quarantine) = (queue, gate, quarantine);

    /// <inheritdoc />
    public async Task<IntakeResult> TakeAsync(SourceProfile source, IReadOnlyList<IncomingEvent> events, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        if (!_gate.IsOpen)
        {
            return Refused(events.Count, new IntakeResult.Unavailable(IntakeGate.RetryAfter));
        }

        var (prepared, poison) = Prepare(source, events);
        if (prepared.Length > 0)
        {
            var request = new IntakeRequest(source, actor, prepared);
            if (!_queue.TryAdd(request, out var ownFault))
            {
                return Refused(events.Count, new IntakeResult.Busy(s_retryAfter, ownFault));
            }

            if (await request.Done.WaitAsync(ct) is { } refusal)
            {
                return Refused(events.Count, refusal);
            }
        }

        if (poison is not null)
        {
            await _quarantine.KeepAsync(source, poison.ConvertAll(p => p.Message), ct); // after its neighbours: a caller who is refused sends it again
        }

        return new IntakeResult.Stored(Outcomes(events.Count, prepared, poison));
    }

    /// <inheritdoc />
    public Task QuarantineAsync(SourceProfile source, PoisonMessage message, Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ReportAlerts);
        return _quarantine.KeepAsync(source, [message], ct);
    }

    private static IntakeResult Refused(int events, IntakeResult why)
    {
        IntakeMetrics.Refused.Add(events);
        return why;
    }

    private static (PreparedEvent[] Prepared, List<(int Index, PoisonMessage Message)>? Poison) Prepare(SourceProfile source, IReadOnlyList<IncomingEvent> events)
    {
        var prepared = new PreparedEvent[events.Count];
        List<(int, PoisonMessage)>? poison = null;
        var count = 0;
        for (var i = 0; i < events.Count; i++)
        {
            var (ready, reason) = EventPreparation.Prepare(source, events[i]);
            if (ready is null)
            {
                (poison ??= []).Add((i, PoisonEvent.Of(events[i], reason!)));
            }
            else
            {
                prepared[count++] = ready;
            }
        }

        return (count == prepared.Length ? prepared : prepared[..count], poison);
    }

    private static SignalOutcome[] Outcomes(int count, PreparedEvent[] prepared, List<(int Index, PoisonMessage Message)>? poison)
    {
        var outcomes = new SignalOutcome[count];
        var (next, bad) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            if (poison is not null && bad < poison.Count && poison[bad].Index == i)
            {
                outcomes[i] = SignalOutcome.Quarantined;
                bad++;
            }
            else
            {
                outcomes[i] = prepared[next++].Outcome;
            }
        }

        return outcomes;
    }
}
