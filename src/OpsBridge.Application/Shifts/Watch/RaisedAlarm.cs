namespace OpsBridge.Shifts.Watch;

/// <summary>An alarm about the watch that is raised now, so that it is raised once and cleared once, whichever process looks.</summary>
public sealed class RaisedAlarm
{
    private RaisedAlarm()
    {
    }

    /// <summary>The desk.</summary>
    public Guid DeskId { get; private init; }

    /// <summary>Which alarm, see <see cref="WatchAlarm.Kind"/>.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>Since when (UTC).</summary>
    public DateTimeOffset Since { get; private init; }

    /// <summary>An alarm that was raised now.</summary>
    public static RaisedAlarm Of(Guid desk, string kind, DateTimeOffset now) => new() { DeskId = desk, Kind = kind, Since = now };
}
