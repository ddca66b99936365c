namespace OpsBridge.Shifts;

/// <summary>
/// Changes of shift as they are planned at any desk; beyond the plan, and where no desk has one, the daily times of the
/// settings. The plan is kept in memory and read again by the rounds of the watch, so that asking costs nothing.
/// </summary>
public sealed class PlannedShiftChanges(DailyShiftChanges daily) : IShiftChanges
{
    private DateTimeOffset[] _begins = [];

    /// <inheritdoc />
    public DateTimeOffset NextAfter(DateTimeOffset at)
    {
        var begins = Volatile.Read(ref _begins);
        var place = Array.BinarySearch(begins, at);
        place = place < 0 ? ~place : place + 1;
        return place < begins.Length ? begins[place] : daily.NextAfter(at);
    }

    /// <summary>Takes over the beginnings of planned shifts (UTC), in any order.</summary>
    internal void Take(IEnumerable<DateTimeOffset> begins) => Volatile.Write(ref _begins, [.. begins.Distinct().Order()]);
}
