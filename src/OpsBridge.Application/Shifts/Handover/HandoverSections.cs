namespace OpsBridge.Shifts.Handover;

/// <summary>The sections by the words that people read.</summary>
public static class HandoverSections
{
    /// <summary>All of them, in the order in which they are read.</summary>
    public static IReadOnlyList<HandoverSection> All { get; } = Enum.GetValues<HandoverSection>();

    /// <summary>What operators call it.</summary>
    public static string Word(HandoverSection section) => section switch
    {
        HandoverSection.State => "State of the bridge",
        HandoverSection.Alerts => "Open incidents and alerts",
        HandoverSection.AbnormalLineUps => "Abnormal line-ups",
        HandoverSection.Maintenance => "Maintenance and change",
        HandoverSection.Jobs => "Jobs and backups",
        HandoverSection.Facilities => "Facilities",
        HandoverSection.Recovery => "Recovery sites",
        HandoverSection.Tasks => "Rounds and tasks",
        HandoverSection.MonitoringHealth => "Monitoring health",
        HandoverSection.People => "People and on-call",
        HandoverSection.StandingOrders => "Standing orders",
        HandoverSection.Promises => "Promises made",
        HandoverSection.Figures => "Shift figures",
        HandoverSection.Notes => "Notes",
        _ => section.ToString(),
    };
}
