namespace OpsBridge.Measuring;

/// <summary>Measured values; percentiles by nearest rank, so every figure is a value that was measured.</summary>
internal sealed class Distribution(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    public double Max => At(100);

    public double Median => At(50);

    public double At(double percent) => _sorted.Length == 0
        ? double.NaN
        : _sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
