namespace OpsBridge.Simulator;

/// <summary>Requests per second on the inventory over the day in the shops' main time zone.</summary>
internal static class LoadProfile
{
    /// <summary>Requests per second on a quiet night.</summary>
    public const double NightLoad = 40;

    /// <summary>Requests per second at the scripted peak: 40 % of six members, 120 % of two.</summary>
    public const double PeakLoad = 240;

    private const double DayRise = 60;
    private const double LunchRise = 40;
    private const double EveningRise = 55;

    /// <summary>Load at a local time of day: night, shop hours, and bumps at 12:30 and 17:45. Never more than 160.</summary>
    public static double At(TimeOnly local)
    {
        var hour = local.ToTimeSpan().TotalHours;
        var open = Smooth((hour - 7) / 2) * (1 - Smooth((hour - 19) / 2));
        return NightLoad + (DayRise * open) + (LunchRise * Bump(hour, 12.5)) + (EveningRise * Bump(hour, 17.75));
    }

    private static double Smooth(double share)
    {
        var x = Math.Clamp(share, 0, 1);
        return x * x * (3 - (2 * x));
    }

    private static double Bump(double hour, double centre) => Math.Exp(-Math.Pow((hour - centre) / 1.1, 2));
}
