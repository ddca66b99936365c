namespace OpsBridge.Shifts.Handover;

/// <summary>Where a handover is in its life; <see cref="HandoverLife"/> says what leads from one to the next.</summary>
public enum HandoverState
{
    /// <summary>The next shift is planned; texts may be written already.</summary>
    Scheduled,

    /// <summary>Those going off write what they make of it; opens by itself an hour before T.</summary>
    Preparing,

    /// <summary>Those going off have signed.</summary>
    Prepared,

    /// <summary>Those coming on read it, section by section.</summary>
    Reviewing,

    /// <summary>Those coming on have said the risks in their own words; those going off confirm or correct.</summary>
    ReadBack,

    /// <summary>Those coming on have signed: the watch is theirs, the record is sealed.</summary>
    Accepted,

    /// <summary>Those who came on have checked the record against what they found.</summary>
    Verified,

    /// <summary>Nothing more is expected.</summary>
    Closed,

    /// <summary>Sent back by those coming on; prepared and signed again.</summary>
    Rejected,

    /// <summary>A supervisor opened a sealed one for corrections; the original stays as it was.</summary>
    Reopened,

    /// <summary>The watch passed in another way; nobody accepted it and nobody will.</summary>
    Lapsed,
}

/// <summary>Which hand somebody has in a handover.</summary>
public enum HandoverParty
{
    /// <summary>On watch at the desk and leaving it at T.</summary>
    GoingOff,

    /// <summary>May stand watch and is not going off.</summary>
    ComingOn,

    /// <summary>On watch at the desk, going or coming.</summary>
    OnWatch,

    /// <summary>Oversees handovers.</summary>
    Supervisor,

    /// <summary>OpsBridge itself.</summary>
    Console,
}
