namespace OpsBridge.Shifts.Watch;

/// <summary>How a desk stands, as far as alarms are concerned.</summary>
/// <param name="CreatedAt">When the desk was made (UTC).</param>
/// <param name="Held">Whether somebody answers for it.</param>
/// <param name="EverHeld">Whether anybody ever did.</param>
/// <param name="FreeSince">When the last one ceased to (UTC); null when nobody ever did.</param>
/// <param name="UnstaffedUntil">Until when it is unstaffed on purpose (UTC); null when it is not.</param>
/// <param name="ShiftFrom">When the shift began that is planned for now (UTC); null when none is.</param>
/// <param name="ReliefAt">When the one who holds it is to be relieved (UTC); null without a plan.</param>
internal sealed record DeskStanding(
    DateTimeOffset CreatedAt, bool Held, bool EverHeld, DateTimeOffset? FreeSince, DateTimeOffset? UnstaffedUntil, DateTimeOffset? ShiftFrom, DateTimeOffset? ReliefAt);

/// <summary>When the watch itself is wrong.</summary>
internal static class WatchRule
{
    /// <summary>Kind of the alarm about a desk that nobody holds.</summary>
    public const string Unheld = "desk-unheld";

    /// <summary>Kind of the alarm about a relief that does not come.</summary>
    public const string Late = "relief-late";

    /// <summary>
    /// Since when nobody answers for the desk (UTC); null while that is as it should be: it is held, left on purpose, or not
    /// yet in use, that is never held and without a shift planned for now.
    /// </summary>
    public static DateTimeOffset? UnheldSince(DeskStanding desk, DateTimeOffset now)
    {
        if (desk.Held || desk.UnstaffedUntil > now || (!desk.EverHeld && desk.ShiftFrom is null))
        {
            return null;
        }

        var since = desk.FreeSince ?? (desk.ShiftFrom > desk.CreatedAt ? desk.ShiftFrom.Value : desk.CreatedAt);
        return desk.UnstaffedUntil > since ? desk.UnstaffedUntil : since;
    }

    /// <summary>Whether nobody has answered for the desk for too long.</summary>
    public static bool IsUnheld(DeskStanding desk, TimeSpan after, DateTimeOffset now) => UnheldSince(desk, now) is { } since && now - since >= after;

    /// <summary>Whether the one who holds it waits too long for the relief.</summary>
    public static bool IsLate(DeskStanding desk, TimeSpan after, DateTimeOffset now) => desk is { Held: true, ReliefAt: { } due } && now - due >= after;
}
