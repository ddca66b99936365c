using System.Globalization;
using OpsBridge.Alerts;
using OpsBridge.Kernel;
using OpsBridge.Ui;

namespace OpsBridge.Maintenance;

/// <summary>Silences, windows and what happened to them, in words for the person at the screen.</summary>
internal static class MaintenanceWords
{
    public static AlertAnswer Of(ExpireSilenceResult result, ViewerTime time) => result switch
    {
        ExpireSilenceResult.Done => new("Ended. What it hid and still fires is unhandled again.", "ok"),
        ExpireSilenceResult.AlreadyExpired over => new($"It had ended at {time.Show(over.At)}.", "info"),
        _ => new("There is no such silence any more.", "warning"),
    };

    public static AlertAnswer Of(EndWindowResult result) => result switch
    {
        EndWindowResult.Done => new("Ended for this time. What it hid and still fires is unhandled again.", "ok"),
        EndWindowResult.WasOver => new("It is not in force.", "info"),
        _ => new("There is no such window any more.", "warning"),
    };

    public static AlertAnswer Cancelled(EndWindowResult result) => result switch
    {
        EndWindowResult.Done => new("Called off. It stays on record.", "ok"),
        EndWindowResult.WasOver => new("It was called off already.", "info"),
        EndWindowResult.NotYours other => new($"{other.Owner} answers for it. Ask them, or a supervisor.", "warning"),
        _ => new("There is no such window any more.", "warning"),
    };

    public static AlertAnswer Of(ExtendResult result, ViewerTime time) => result switch
    {
        ExtendResult.Done done => new($"It ends at {time.Show(done.EndsAt)} now.", "ok"),
        ExtendResult.Over => new("It has ended meanwhile. Make a new one.", "warning"),
        ExtendResult.NotYours other => new($"{other.Owner} answers for it. Only they or a supervisor may prolong it.", "warning"),
        ExtendResult.Invalid invalid => new(invalid.Reason, "warning"),
        _ => new("There is no such thing any more.", "warning"),
    };

    public static AlertAnswer Of(TakeOwnershipResult result) => result switch
    {
        TakeOwnershipResult.Done done => new($"It is yours. {done.From} had it before.", "ok"),
        TakeOwnershipResult.AlreadyYours => new("It was yours already.", "info"),
        TakeOwnershipResult.OwnerIsHere here => new($"{here.Owner} is on duty and looks after it. Ask them, or a supervisor.", "warning"),
        _ => new("There is no such thing any more.", "warning"),
    };

    public static string Of(SilenceState state) => state switch
    {
        SilenceState.Active => "Active",
        SilenceState.Pending => "Pending",
        _ => "Expired",
    };

    public static string Of(WindowState state) => state switch
    {
        WindowState.InForce => "In force",
        WindowState.Waiting => "Waits for a failure",
        WindowState.Planned => "Planned",
        WindowState.Over => "Over",
        _ => "Called off",
    };

    public static string Of(WindowKind kind) => kind switch
    {
        WindowKind.Fixed => "Fixed",
        WindowKind.Flexible => "Flexible",
        WindowKind.Triggered => "Triggered",
        _ => "Recurring",
    };

    public static string Of(ReviewReason reason) => reason switch
    {
        ReviewReason.HidesCritical => "hides a critical alert for more than an hour",
        ReviewReason.EndsSoon => "ends within 2 hours",
        ReviewReason.OwnerGone => "its owner is gone",
        ReviewReason.OwnerAway => "its owner has not been here for a day",
        ReviewReason.HidesNothing => "has hidden nothing for a day",
        _ => "recurs no more within 14 days",
    };

    /// <summary>What a window hides: asset, site, conditions; joined by "and", as they are.</summary>
    public static string Scope(WindowRow row)
    {
        string?[] parts =
        [
            row.AssetName is { } asset ? $"{asset} and what is reached through it" : null,
            row.SiteName is { } site ? $"at {site}" : null,
            row.Plan.Scope.Matchers.Count > 0 ? Conditions(row.Plan.Scope.Matchers) : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>When a window is in force, as it was planned.</summary>
    public static string Plan(WindowRow row, ViewerTime time)
    {
        var plan = row.Plan;
        return plan.Kind switch
        {
            WindowKind.Fixed => $"{time.ShowShort(plan.From!.Value)} to {time.Show(plan.To!.Value)}",
            WindowKind.Flexible => $"{Lasts(plan)} from the first failure between {time.ShowShort(plan.From!.Value)} and {time.Show(plan.To!.Value)} on",
            WindowKind.Triggered => $"{Lasts(plan)} whenever {row.TriggerName ?? "another window"} begins",
            _ => $"{Recurs(plan.Cron!)} ({plan.Zone}), {Lasts(plan)} each time, up to {time.Local(plan.To!.Value).ToString("d MMM yyyy", CultureInfo.InvariantCulture)}",
        };
    }

    /// <summary>"every Sunday at 02:30", or the expression itself.</summary>
    public static string Recurs(string cron) => RecurrenceForm.Of(cron)?.InWords() ?? cron;

    /// <summary>All conditions in the matcher language.</summary>
    public static string Conditions(IReadOnlyList<Matcher> matchers) => string.Join(", ", matchers);

    /// <summary>"no alert", "1 alert", "1,204 alerts".</summary>
    public static string Alerts(int count) => count switch
    {
        0 => "no alert",
        1 => "1 alert",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} alerts"),
    };

    /// <summary>What the clocks do to a stretch of a recurring window; null when they do nothing.</summary>
    public static string? Clocks(WindowStretch stretch, string? zoneId)
    {
        var zone = zoneId is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var found) ? found : TimeZoneInfo.Utc;
        var (start, end) = (TimeZoneInfo.ConvertTime(stretch.Start, zone), TimeZoneInfo.ConvertTime(stretch.End, zone));
        return (stretch.Note, stretch.Asked) switch
        {
            (ClockNote.Skipped, { } asked) => string.Create(CultureInfo.InvariantCulture, $"{asked:HH:mm} does not exist that day: the clocks go forward, so it begins at {start:HH:mm}"),
            (ClockNote.Repeated, { } asked) => string.Create(CultureInfo.InvariantCulture, $"{asked:HH:mm} comes twice that day: it begins once, at the first"),
            _ when start.Offset != end.Offset => "the clocks change while it lasts",
            _ => null,
        };
    }

    private static string Lasts(WindowDetails plan) => DurationText.Show(plan.Lasts ?? TimeSpan.Zero);
}
