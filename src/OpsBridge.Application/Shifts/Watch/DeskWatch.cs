namespace OpsBridge.Shifts.Watch;

/// <summary>Somebody on watch.</summary>
/// <param name="AccountId">Who.</param>
/// <param name="Name">That person's name.</param>
/// <param name="Since">Since when on watch (UTC).</param>
/// <param name="Holds">Whether this person answers for the desk.</param>
public sealed record WatchPerson(Guid AccountId, string Name, DateTimeOffset Since, bool Holds);

/// <summary>A shift as planned.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">What operators call it.</param>
/// <param name="StartsAt">When it begins (UTC), included.</param>
/// <param name="EndsAt">When it ends (UTC), excluded.</param>
public sealed record PlannedShift(Guid Id, string Name, DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <summary>A desk that was left without anybody on purpose.</summary>
/// <param name="Until">When somebody is to be there again (UTC).</param>
/// <param name="By">Who left it.</param>
/// <param name="OnCall">Who is called meanwhile.</param>
/// <param name="SafeState">In what state everything was left.</param>
public sealed record DeskUnstaffed(DateTimeOffset Until, string By, string OnCall, string SafeState);

/// <summary>A relief in mid-shift that waits for the one who was asked.</summary>
/// <param name="Id">Its key.</param>
/// <param name="FromId">Who wants to go.</param>
/// <param name="FromName">That person's name.</param>
/// <param name="ToId">Who is asked.</param>
/// <param name="ToName">That person's name.</param>
/// <param name="Text">What the other must know.</param>
public sealed record OfferedRelief(Guid Id, Guid FromId, string FromName, Guid ToId, string ToName, string Text);

/// <summary>Who watches a desk now.</summary>
/// <param name="DeskId">The desk.</param>
/// <param name="DeskName">Its name.</param>
/// <param name="Zone">IANA zone of its clocks.</param>
/// <param name="Holder">Who answers for it; null when nobody does.</param>
/// <param name="OnWatch">Everybody on watch there, the holder first, then by time.</param>
/// <param name="Current">The shift that runs now; null where none is planned.</param>
/// <param name="Next">The next shift; null where none is planned.</param>
public sealed record DeskWatch(
    Guid DeskId, string DeskName, string Zone, WatchPerson? Holder, IReadOnlyList<WatchPerson> OnWatch, PlannedShift? Current, PlannedShift? Next)
{
    /// <summary>Set while nobody is there on purpose.</summary>
    public DeskUnstaffed? Unstaffed { get; init; }

    /// <summary>The relief that is offered now; null for none.</summary>
    public OfferedRelief? Relief { get; init; }

    /// <summary>The shift that the holder took the watch for; null for none. It may have ended already.</summary>
    public PlannedShift? Held { get; init; }
}
