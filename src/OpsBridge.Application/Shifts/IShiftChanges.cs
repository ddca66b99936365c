namespace OpsBridge.Shifts;

/// <summary>Knows when the next shift begins.</summary>
public interface IShiftChanges
{
    /// <summary>The first change of shift after a moment (UTC).</summary>
    DateTimeOffset NextAfter(DateTimeOffset at);
}
