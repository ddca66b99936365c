namespace OpsBridge.Simulator;

/// <summary>
/// A number that follows its target like a filling queue: after one time constant 63 % of the way is gone, after three 95 %.
/// Not safe for several threads.
/// </summary>
internal sealed class SettlingValue(double start, DateTimeOffset at)
{
    private DateTimeOffset _at = at;

    /// <summary>The value at the last move.</summary>
    public double Value { get; private set; } = start;

    /// <summary>Moves to <paramref name="now"/>, towards <paramref name="target"/>; a time before the last move changes nothing.</summary>
    public double Move(double target, TimeSpan timeConstant, DateTimeOffset now)
    {
        var elapsed = now - _at;
        if (elapsed > TimeSpan.Zero)
        {
            Value = target + ((Value - target) * Math.Exp(-(elapsed / timeConstant)));
            _at = now;
        }

        return Value;
    }
}
