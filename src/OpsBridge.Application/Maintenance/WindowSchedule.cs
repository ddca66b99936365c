using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>One stretch of time in which a window is in force.</summary>
/// <param name="Start">Its first moment (UTC).</param>
/// <param name="End">Its end (UTC); nothing is hidden at that moment any more.</param>
/// <param name="Asked">The time on the clocks of its zone that a recurring window asks for; null for others.</param>
/// <param name="Note">What the clocks did to that time.</param>
public sealed record WindowStretch(DateTimeOffset Start, DateTimeOffset End, DateTime? Asked = null, ClockNote Note = ClockNote.None);

/// <summary>When a window is in force: pure arithmetic over its plan.</summary>
internal sealed class WindowSchedule
{
    private readonly MaintenanceWindow _window;
    private readonly MaintenanceWindow? _trigger;
    private readonly Recurrence? _recurrence;

    /// <summary>The schedule of a window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="trigger">The window that starts it; null unless it is triggered.</param>
    public WindowSchedule(MaintenanceWindow window, MaintenanceWindow? trigger)
    {
        (_window, _trigger) = (window, trigger);
        var plan = trigger ?? window;
        _recurrence = plan.Kind == WindowKind.Recurring ? Recurrence.Create(plan.Cron!, plan.Zone!).Recurrence : null;
    }

    /// <summary>Length of a stretch whose end nobody has moved.</summary>
    private TimeSpan Lasts => _window.Kind == WindowKind.Fixed ? _window.To!.Value - _window.From!.Value : _window.Lasts!.Value;

    /// <summary>The stretches that end after the moment, by start. Calling the window off ends them.</summary>
    public IEnumerable<WindowStretch> EndingAfter(DateTimeOffset moment)
    {
        var moved = _window.MovedEnd - _window.MovedStart;
        var back = moved > Lasts ? moved.Value : Lasts;
        return Starts(moment - back).TakeWhile(s => !(s.At >= _window.CancelledAt)).Select(Stretch).Where(s => s.End > moment && s.End > s.Start);
    }

    /// <summary>The stretch in force at the moment; null when there is none.</summary>
    public WindowStretch? At(DateTimeOffset now) => EndingAfter(now).TakeWhile(s => s.Start <= now).LastOrDefault();

    /// <summary>A flexible window that may still be started by a failure.</summary>
    public FirstFailure? WaitsAt(DateTimeOffset now) =>
        _window is { Kind: WindowKind.Flexible, StartedAt: null, CancelledAt: null } && now >= _window.From && now < _window.To
            ? new FirstFailure(_window.From!.Value, _window.To!.Value, Lasts)
            : null;

    /// <summary>When it is in force no longer, or again, or waits, or waits no longer (UTC); null for never.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now)
    {
        var next = EndingAfter(now).Select(s => (DateTimeOffset?)(s.Start > now ? s.Start : s.End)).FirstOrDefault();
        if (_window is not { Kind: WindowKind.Flexible, StartedAt: null, CancelledAt: null })
        {
            return next;
        }

        return now < _window.From ? _window.From : now < _window.To ? _window.To : null;
    }

    /// <summary>When nothing can be in force any more.</summary>
    public bool IsOver(DateTimeOffset now) => WaitsAt(now) is null && NextChange(now) is null;

    private WindowStretch Stretch(RecurrenceStart start)
    {
        var end = _window.MovedStart == start.At ? _window.MovedEnd!.Value : start.At + Lasts;
        end = end > _window.CancelledAt ? _window.CancelledAt.Value : end;
        return new WindowStretch(start.At, end, _recurrence is null ? null : start.Asked, start.Note);
    }

    private IEnumerable<RecurrenceStart> Starts(DateTimeOffset from)
    {
        var plan = _trigger ?? _window;
        if (_trigger is { CancelledAt: { } calledOff })
        {
            return StartsOf(plan, from).TakeWhile(s => s.At < calledOff); // what it had started goes on
        }

        return StartsOf(plan, from);
    }

    private IEnumerable<RecurrenceStart> StartsOf(MaintenanceWindow plan, DateTimeOffset from) => plan.Kind switch
    {
        WindowKind.Fixed => Single(plan.From, from),
        WindowKind.Flexible => Single(plan.StartedAt, from),
        WindowKind.Triggered => [], // what started it is gone
        _ => _recurrence!.StartsFrom(plan.From > from ? plan.From.Value : from).TakeWhile(s => s.At < plan.To),
    };

    private static IEnumerable<RecurrenceStart> Single(DateTimeOffset? at, DateTimeOffset from) =>
        at is { } start && start >= from ? [new RecurrenceStart(start, start.UtcDateTime, ClockNote.None)] : [];
}
