namespace OpsBridge.Support;

/// <summary>The clock of this machine, moved ahead: a shift passes without anybody waiting for it. Timers run as always.</summary>
public sealed class MovedClock : TimeProvider
{
    private long _ahead;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Volatile.Read(ref _ahead));

    /// <summary>Moves it ahead.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
