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
        var now = new Dictionary<Guid, UptimeState>();
        var worst = new UptimeState[slots];
        var length = (to - from) / slots;
        long up = 0, down = 0;
        var at = from;

        void Spend(DateTimeOffset until)
        {
            if (until <= at)
            {
                return;
            }

            var state = now.Count == 0 ? UptimeState.None : now.Values.Max();
            var ticks = (until - at).Ticks;
            up += state is UptimeState.Ok or UptimeState.Warning ? ticks : 0;
            down += state == UptimeState.Down ? ticks : 0;
            var last = Math.Min(slots - 1, (int)(((until - from).Ticks - 1) / length.Ticks));
            for (var i = Math.Min(slots - 1, (int)((at - from).Ticks / length.Ticks)); i <= last; i++)
            {
                worst[i] = state > worst[i] ? state : worst[i];
            }

            at = until;
        }

        foreach (var change in changes.OrderBy(c => c.At))
        {
            if (change.At >= to)
            {
                break;
            }

            Spend(change.At);
            now[change.CheckId] = change.State;
        }

        Spend(to);
        return new UptimeView(
            [.. worst.Select((s, i) => new UptimeSlot(from + (length * i), i == slots - 1 ? to : from + (length * (i + 1)), s))],
            up + down == 0 ? null : 100.0 * up / (up + down));
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
}
