namespace OpsBridge.Shifts.Handover;

/// <summary>
/// The sections of a handover, in the order in which they are read. Facts of each come from the slices that know them
/// (<see cref="IHandoverFacts"/>); a section that no slice fills says so.
/// </summary>
public enum HandoverSection
{
    /// <summary>State of the bridge in one line: a judgement beside the figures.</summary>
    State = 1,

    /// <summary>Open incidents, worst first, and the open alerts that belong to none.</summary>
    Alerts = 2,

    /// <summary>What is not as it should be on purpose: silences, overrides, checks switched off, lost redundancy.</summary>
    AbnormalLineUps = 3,

    /// <summary>Maintenance and change: running, beginning or ending in the next shift, or across T.</summary>
    Maintenance = 4,

    /// <summary>Jobs and backups.</summary>
    Jobs = 5,

    /// <summary>Rooms, power and cooling.</summary>
    Facilities = 6,

    /// <summary>Recovery sites.</summary>
    Recovery = 7,

    /// <summary>Rounds and tasks.</summary>
    Tasks = 8,

    /// <summary>Whether monitoring itself was awake: dead sources, gaps, checks late.</summary>
    MonitoringHealth = 9,

    /// <summary>Staffing, absences, on call.</summary>
    People = 10,

    /// <summary>Standing orders and business events.</summary>
    StandingOrders = 11,

    /// <summary>Ongoing log entries and promises made.</summary>
    Promises = 12,

    /// <summary>Figures of the shift.</summary>
    Figures = 13,

    /// <summary>Free notes.</summary>
    Notes = 14,
}
