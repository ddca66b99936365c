namespace OpsBridge.Alerts.Intake;

/// <summary>What the writer knows without asking the database. Only the writer touches it; all of it can be read anew.</summary>
/// <param name="Flapping">When an alert flaps.</param>
internal sealed record IntakeMemory(FlapRule Flapping)
{
    /// <summary>Open alerts of outside sources.</summary>
    public KnownAlerts Alerts { get; } = new();

    /// <summary>What ended lately.</summary>
    public RecentPast Past { get; } = new();

    /// <summary>Takes in an alert as it was stored.</summary>
    public void Learn(TouchedAlert touched)
    {
        Alerts.Learn(touched.Alert, touched.Key, touched.LatestStart);
        if (touched.Alert is { State: AlertState.Closed, ClosedAt: { } at, Flips: var flips })
        {
            Past.Close(touched.Key, flips, at);
        }
    }

    /// <summary>Takes in a group that was stored, or needed no storing.</summary>
    public void Learn(GroupPlan plan, IEnumerable<TouchedAlert> stored)
    {
        foreach (var touched in stored)
        {
            Learn(touched);
        }

        foreach (var (key, began) in plan.Ends)
        {
            Past.End(key, began, plan.Now);
        }

        foreach (var (known, repeated) in plan.Repeats)
        {
            Alerts.Repeat(known, repeated);
        }
    }
}
