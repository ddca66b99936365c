namespace OpsBridge.Maintenance;

/// <summary>Nothing is hidden for ever: when something that hides alerts may end.</summary>
internal static class EndRules
{
    /// <summary>Why it may not end then; null when it may.</summary>
    public static string? Refuse(DateTimeOffset startsAt, DateTimeOffset endsAt, DateTimeOffset now, TimeSpan longest)
    {
        if (endsAt <= startsAt)
        {
            return "The end must be after the start.";
        }

        if (endsAt <= now)
        {
            return "The end has passed already.";
        }

        if (startsAt - now > MaintenanceOptions.Horizon)
        {
            return "The start is more than a year away.";
        }

        return endsAt - (startsAt > now ? startsAt : now) > longest
            ? $"It may last at most {Words(longest)}; extend it later, while it is still needed."
            : null;
    }

    /// <summary>The moment as PostgreSQL keeps it: UTC, to the microsecond.</summary>
    public static DateTimeOffset Stored(this DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The span in the largest unit that divides it.</summary>
    public static string Words(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } when span.Ticks % TimeSpan.TicksPerDay == 0 => $"{span.Days} days",
        { TotalHours: >= 2 } when span.Ticks % TimeSpan.TicksPerHour == 0 => $"{(int)span.TotalHours} hours",
        _ => $"{(int)span.TotalMinutes} minutes",
    };
}
