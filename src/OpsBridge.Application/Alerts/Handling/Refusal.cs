namespace OpsBridge.Alerts.Handling;

/// <summary>Why a step is not possible for an alert as it stands.</summary>
public enum Refusal
{
    /// <summary>It is over; the next occurrence is a new alert.</summary>
    Closed,

    /// <summary>Somebody acknowledged it already, in the same way.</summary>
    AlreadyAcknowledged,

    /// <summary>There is no acknowledgement to take back.</summary>
    NotAcknowledged,

    /// <summary>The new owner owns it already.</summary>
    AlreadyOwned,

    /// <summary>Nobody owns it.</summary>
    Unowned,

    /// <summary>It has that severity already.</summary>
    SameSeverity,

    /// <summary>It is on the shelf until the same moment already.</summary>
    AlreadyShelved,

    /// <summary>It is not on the shelf.</summary>
    NotShelved,

    /// <summary>It is on the shelf: take it down first.</summary>
    OnShelf,

    /// <summary>It is hidden by design: its cause is elsewhere.</summary>
    Hidden,

    /// <summary>The condition is gone: acknowledge it, which closes it.</summary>
    Gone,

    /// <summary>The condition holds and would be raised again at once.</summary>
    StillFiring,

    /// <summary>It has that link already.</summary>
    SameLink,

    /// <summary>It has as many links as fit.</summary>
    TooManyLinks,

    /// <summary>Undo: somebody or something moved it since.</summary>
    MovedSince,

    /// <summary>Undo: the same condition is open again as a newer alert.</summary>
    NewerOpen,

    /// <summary>The version that the caller read is not the newest.</summary>
    OtherVersion,
}
