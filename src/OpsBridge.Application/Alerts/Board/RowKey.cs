using System.Runtime.InteropServices;

namespace OpsBridge.Alerts.Board;

/// <summary>Where a row stands in an order; the alert's number last, so that no two rows have the same place.</summary>
/// <param name="First">Smaller comes first.</param>
/// <param name="Second">Decides between equal first values.</param>
/// <param name="Id">Number of the alert.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RowKey(long First, long Second, long Id) : IComparable<RowKey>
{
    /// <summary>Comes before.</summary>
    public static bool operator <(RowKey left, RowKey right) => left.CompareTo(right) < 0;

    /// <summary>Comes before or is the same place.</summary>
    public static bool operator <=(RowKey left, RowKey right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(RowKey left, RowKey right) => left.CompareTo(right) > 0;

    /// <summary>Comes after or is the same place.</summary>
    public static bool operator >=(RowKey left, RowKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public int CompareTo(RowKey other)
    {
        var first = First.CompareTo(other.First);
        var second = first != 0 ? first : Second.CompareTo(other.Second);
        return second != 0 ? second : Id.CompareTo(other.Id);
    }
}
