namespace OpsBridge.Alerts;

/// <summary>Until when an alert is put aside.</summary>
public enum ShelfKind
{
    /// <summary>Until <see cref="AlertShelf.Until"/>.</summary>
    UntilTime,

    /// <summary>Until the condition is gone.</summary>
    UntilClear,

    /// <summary>Until the next shift begins, at <see cref="AlertShelf.Until"/>.</summary>
    UntilNextShift,
}

/// <summary>An alert put aside by an operator (ISA-18.2 "shelved"); it comes back by itself.</summary>
/// <param name="By">Who shelved it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Kind">Until when.</param>
/// <param name="Until">The time (UTC); null for <see cref="ShelfKind.UntilClear"/>.</param>
/// <param name="Reason">Why, at most 300 characters.</param>
/// <param name="Before">The state that it returns to.</param>
public sealed record AlertShelf(string By, DateTimeOffset At, ShelfKind Kind, DateTimeOffset? Until, string Reason, AlertState Before)
{
    /// <summary>How bad it was then; worse than that brings it back, unless it is put aside until clear.</summary>
    public AlertSeverity Severity { get; init; }
}
