namespace OpsBridge.Alerts.Flood;

/// <summary>
/// When alarms are too many for the people there are. EEMUA 191 and ISA-18.2 call one alarm per operator and ten minutes
/// manageable and more than ten a flood; a flood is over when the rate has fallen below five.
/// </summary>
public static class FloodRule
{
    /// <summary>Up to this rate one operator can look at each alarm.</summary>
    public const double Manageable = 1;

    /// <summary>Above this rate a flood begins.</summary>
    public const double Begins = 10;

    /// <summary>Below this rate it ends.</summary>
    public const double Ends = 5;

    /// <summary>Alarms per operator; with nobody there, as if one were.</summary>
    public static double Rate(int alarms, int operators) => (double)alarms / Math.Max(1, operators);

    /// <summary>Whether it is a flood now, given whether it was one.</summary>
    public static bool Next(bool flooding, double rate) => flooding ? rate >= Ends : rate > Begins;
}
