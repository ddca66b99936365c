using FsCheck;
using FsCheck.Fluent;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Choices of a generated case, one after the other; FsCheck makes and shortens the row of numbers behind it.</summary>
internal sealed class Dice(IReadOnlyList<int> numbers)
{
    private int _at;

    /// <summary>Rows of 1 to 120 numbers.</summary>
    public static Arbitrary<int[]> Throws { get; } = Gen.Choose(0, 1_000_000).ArrayOf().Where(a => a.Length > 0).ToArbitrary();

    /// <summary>0 to <paramref name="sides"/> - 1.</summary>
    public int Next(int sides)
    {
        var round = _at / numbers.Count;
        return (int)(unchecked((uint)(numbers[_at++ % numbers.Count] + (round * 7919)) * 2654435761u) % (uint)sides); // another number in each round
    }

    public bool Chance(int percent) => Next(100) < percent;

    public IReadOnlyList<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }
}
