using System.Numerics;

namespace OpsBridge.Monitoring;

/// <summary>Whether each of the last 20 results changed the status, newest in bit 0.</summary>
/// <param name="Bits">Twenty bits.</param>
public readonly record struct FlapHistory(uint Bits)
{
    /// <summary>Results looked at, as in Icinga 2.</summary>
    public const int Length = 20;

    private const uint Mask = (1u << Length) - 1;

    /// <summary>The history with one more result.</summary>
    public FlapHistory Add(bool changed) => new(((Bits << 1) | (changed ? 1u : 0u)) & Mask);

    /// <summary>Changes seen, unweighted.</summary>
    public int Changes => BitOperations.PopCount(Bits);

    /// <summary>Weighted share of changes in percent: the oldest counts 0.8, the newest 1.2, so that all twenty give 100.</summary>
    public double Percent
    {
        get
        {
            var sum = 0.0;
            for (var age = 0; age < Length; age++)
            {
                if ((Bits >> age & 1) == 1)
                {
                    sum += 1.2 - (0.4 * age / (Length - 1));
                }
            }

            return 100 * sum / Length;
        }
    }
}
