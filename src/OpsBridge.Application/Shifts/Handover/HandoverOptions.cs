namespace OpsBridge.Shifts.Handover;

/// <summary>Settings of handovers, section <c>Handover</c> of the configuration.</summary>
public sealed class HandoverOptions
{
    /// <summary>How long before T preparing begins by itself; 5 minutes to 4 hours, an hour unless set.</summary>
    public TimeSpan OpensBefore { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after T a handover that nobody accepts waits while somebody of the next shift answers for the desk; 15 minutes to a day.</summary>
    public TimeSpan LapsesAfter { get; set; } = TimeSpan.FromHours(4);

    /// <summary><see cref="OpensBefore"/> within its bounds.</summary>
    public TimeSpan Lead => Bounded(OpensBefore, TimeSpan.FromMinutes(5), TimeSpan.FromHours(4));

    /// <summary><see cref="LapsesAfter"/> within its bounds.</summary>
    public TimeSpan Patience => Bounded(LapsesAfter, TimeSpan.FromMinutes(15), TimeSpan.FromDays(1));

    private static TimeSpan Bounded(TimeSpan wanted, TimeSpan least, TimeSpan most) => wanted < least ? least : wanted > most ? most : wanted;
}
