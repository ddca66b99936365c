using System.Diagnostics.Metrics;

namespace OpsBridge.Live;

/// <summary>The one meter of the product; <c>/metrics</c> shows everything recorded on it.</summary>
public static class OpsMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "OpsBridge";

    /// <summary>The meter that slices create their instruments on.</summary>
    public static Meter Instance { get; } = new(Name);
}
