using System.Runtime.InteropServices;

namespace OpsBridge.Monitoring;

/// <summary>How an asset was during a part of the window.</summary>
public enum UptimeState
{
    /// <summary>No result yet.</summary>
    None,

    /// <summary>Good.</summary>
    Ok,

    /// <summary>A warning, or a problem that did not settle.</summary>
    Warning,

    /// <summary>A parent was down.</summary>
    Unreachable,

    /// <summary>Nothing could be said: no heartbeat, or the check itself failed.</summary>
    NoData,

    /// <summary>A settled critical problem.</summary>
    Down,
}

/// <summary>A check's state from a moment on.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UptimeChange(Guid CheckId, DateTimeOffset At, UptimeState State);

/// <summary>One part of the window.</summary>
/// <param name="From">Start, inclusive (UTC).</param>
/// <param name="To">End, exclusive (UTC).</param>
/// <param name="State">The worst of the part.</param>
public sealed record UptimeSlot(DateTimeOffset From, DateTimeOffset To, UptimeState State);

/// <summary>Availability over a window.</summary>
/// <param name="Slots">Parts of equal length, oldest first.</param>
/// <param name="Percent">Time not down of the time that was measured, 0 to 100; null when nothing was measured.</param>
public sealed record UptimeView(IReadOnlyList<UptimeSlot> Slots, double? Percent);

/// <summary>
/// Turns changes of checks into availability. A moment is as bad as its worst check. Only measured time counts: time
/// unreachable, without data or before the first result is neither up nor down.
/// </summary>
public static class UptimeMath
{
    /// <summary>The window in <paramref name="slots"/> parts. Changes before the window say how it begins.</summary>
    public static UptimeView Over(IEnumerable<UptimeChange> changes, DateTimeOffset from, DateTimeOffset to, int slots)
    {
        var window = new Window(from, to, slots);
        var now = new Dictionary<Guid, UptimeState>();
        foreach (var change in changes.Where(c => c.At < to).OrderBy(c => c.At))
        {
            window.Spend(Worst(now), change.At);
            now[change.CheckId] = change.State;
        }

        window.Spend(Worst(now), to);
        return window.View();
    }

    /// <summary>What a stored change counts as.</summary>
    public static UptimeState StateOf(CheckStateClass kind, CheckStatus status, bool isHard) => (kind, status, isHard) switch
    {
        (CheckStateClass.Pending, _, _) => UptimeState.None,
        (CheckStateClass.Unreachable, _, _) => UptimeState.Unreachable,
        (CheckStateClass.NoData, _, _) => UptimeState.NoData,
        (_, CheckStatus.Ok, _) => UptimeState.Ok,
        (_, CheckStatus.Critical, true) => UptimeState.Down,
        (_, CheckStatus.Unknown, true) => UptimeState.NoData,
        _ => UptimeState.Warning,
    };

    private static UptimeState Worst(Dictionary<Guid, UptimeState> checks) => checks.Count == 0 ? UptimeState.None : checks.Values.Max();

    /// <summary>Time goes through the window once, from its start to its end.</summary>
    private sealed class Window(DateTimeOffset from, DateTimeOffset to, int slots)
    {
        private readonly DateTimeOffset _from = from;
        private readonly DateTimeOffset _to = to;
        private readonly UptimeState[] _worst = new UptimeState[slots];
        private readonly TimeSpan _length = (to - from) / slots;
        private DateTimeOffset _at = from;
        private long _up;
        private long _down;

        public void Spend(UptimeState state, DateTimeOffset until)
        {
            if (until <= _at)
            {
                return;
            }

            _up += state is UptimeState.Ok or UptimeState.Warning ? (until - _at).Ticks : 0;
            _down += state == UptimeState.Down ? (until - _at).Ticks : 0;
            for (var i = SlotOf(_at); i <= SlotOf(until - TimeSpan.FromTicks(1)); i++)
            {
                _worst[i] = state > _worst[i] ? state : _worst[i];
            }

            _at = until;
        }

        public UptimeView View() => new(
            [.. _worst.Select((s, i) => new UptimeSlot(_from + (_length * i), i == _worst.Length - 1 ? _to : _from + (_length * (i + 1)), s))],
            _up + _down == 0 ? null : 100.0 * _up / (_up + _down));

        private int SlotOf(DateTimeOffset at) => Math.Min(_worst.Length - 1, (int)((at - _from).Ticks / _length.Ticks));
    }
}
