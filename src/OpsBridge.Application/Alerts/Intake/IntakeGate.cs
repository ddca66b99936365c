using OpsBridge.Live;

namespace OpsBridge.Alerts.Intake;

/// <summary>Whether the database takes events now. While it does not, callers are refused at once instead of waiting.</summary>
public sealed class IntakeGate(Pulses pulses)
{
    /// <summary>Name of this part in <see cref="Pulses"/>.</summary>
    public const string PulseName = "Alert intake";

    /// <summary>When callers should try again while the database is away.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private volatile bool _closed;

    /// <summary>Events can be taken.</summary>
    public bool IsOpen => !_closed;

    /// <summary>From now on the intake must give signs of life.</summary>
    public void Begin() => pulses.Expect(PulseName, TimeSpan.FromSeconds(35));

    /// <summary>The intake works.</summary>
    public void Open()
    {
        _closed = false;
        pulses.Beat(PulseName);
    }

    /// <summary>It does not.</summary>
    /// <param name="problem">Why, for operators.</param>
    public void Close(string problem)
    {
        _closed = true;
        pulses.Fail(PulseName, problem);
    }
}
