namespace OpsBridge.Simulator;

/// <summary>Seeded randomness, safe for several threads.</summary>
internal sealed class Noise(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);

    /// <summary>A value within <paramref name="spread"/> of <paramref name="mean"/>.</summary>
    public double Around(double mean, double spread) => mean + (spread * ((2 * Next()) - 1));

    /// <summary>True in <paramref name="percent"/> of the calls.</summary>
    public bool Chance(double percent) => Next() * 100 < percent;

    private double Next()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
