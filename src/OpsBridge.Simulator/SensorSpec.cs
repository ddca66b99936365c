namespace OpsBridge.Simulator;

/// <summary>One value that a sensor node measures.</summary>
/// <param name="Metric">Name in JSON and text.</param>
/// <param name="Nominal">Value on a quiet night, in the unit of the metric's name.</param>
/// <param name="AtPeak">Added in full at the scripted peak, in part during the day.</param>
/// <param name="Jitter">Largest random deviation.</param>
internal sealed record SensorSpec(string Metric, double Nominal, double AtPeak, double Jitter)
{
    /// <summary>Below this the unit itself raises its alarm contact.</summary>
    public double Lowest { get; init; } = double.NegativeInfinity;

    /// <summary>Above this the unit itself raises its alarm contact.</summary>
    public double Highest { get; init; } = double.PositiveInfinity;

    /// <summary>True when the value is one at which the unit raises its alarm contact.</summary>
    public bool Alarms(double value) => value < Lowest || value > Highest;

    /// <summary>What the sensor of this key measures; empty for other nodes.</summary>
    public static IReadOnlyList<SensorSpec> For(string key) => key switch
    {
        "ups-a" => Power(55, 24),
        "ups-b" => Power(59, 21),
        "crac-a" => Cooling(19.2, 52),
        "crac-b" => Cooling(21.4, 61),
        _ => [],
    };

    private static SensorSpec[] Power(double load, double battery) =>
    [
        new("load_percent", load, 9, 0.8) { Highest = 90 },
        new("battery_minutes", battery, -3, 0.2) { Lowest = 8 },
        new("input_volts", 231, 0, 1.5),
    ];

    private static SensorSpec[] Cooling(double supply, double fan) =>
    [
        new("supply_air_celsius", supply, 1.1, 0.15) { Highest = 32 },
        new("return_air_celsius", supply + 9.5, 2.2, 0.2),
        new("fan_percent", fan, 14, 1) { Highest = 95 },
        new("humidity_percent", 46, 0, 0.6),
    ];
}
