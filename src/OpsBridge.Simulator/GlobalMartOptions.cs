namespace OpsBridge.Simulator;

/// <summary>How GlobalMart is played.</summary>
public sealed record GlobalMartOptions
{
    /// <summary>Port of the first node; the others follow without a gap. 0 looks for a free block of ports between 26500 and 31900. Otherwise 1024 to 65000.</summary>
    public int BasePort { get; init; } = 5100;

    /// <summary>Port of the control page and its HTTP API. 0 takes one beside the nodes. Otherwise 1024 to 65535.</summary>
    public int ControlPort { get; init; } = 5090;

    /// <summary>Seed of all jitter: the same seed and the same requests in the same order give the same latencies.</summary>
    public int Seed { get; init; } = 20_250;

    /// <summary>How many times faster than life the scripted incident runs; 1 is real time, 0.1 to 100.</summary>
    public double TimeScale { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; the message names it.</exception>
    internal void Validate()
    {
        DemandPort(BasePort, 65_000, nameof(BasePort));
        DemandPort(ControlPort, 65_535, nameof(ControlPort));
        DemandTimeScale(TimeScale);
    }

    private static void DemandTimeScale(double timeScale)
    {
        if (timeScale is not (>= 0.1 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(timeScale), timeScale, "The time scale lies between 0.1 and 100.");
        }
    }

    private static void DemandPort(int port, int highest, string name)
    {
        if (port != 0 && (port < 1024 || port > highest))
        {
            throw new ArgumentOutOfRangeException(nameof(port), port, $"{name} is 0 (look for a free one) or lies between 1024 and {highest}.");
        }
    }
}
