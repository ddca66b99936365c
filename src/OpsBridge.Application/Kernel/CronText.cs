using System.Globalization;

namespace OpsBridge.Kernel;

/// <summary>Cron expressions (Quartz form, seconds first) in words.</summary>
public static class CronText
{
    /// <summary>In words where it has a simple form, otherwise itself.</summary>
    public static string Say(string cron)
    {
        if (RecurrenceForm.Of(cron) is { } form)
        {
            return form.InWords();
        }

        return cron.Split(' ') switch
        {
            ["0", "*", "*", "*", "*", "?"] => "every minute",
            ["0", ['0' or '*', '/', .. var n], "*", "*", "*", "?"] => $"every {n} min",
            ["0", "0", "*", "*", "*", "?"] => "every hour",
            ["0", var minute, "*", "*", "*", "?"] when IsNumber(minute) => $"every hour at minute {minute}",
            ["0", var minute, ['0' or '*', '/', .. var n], "*", "*", "?"] when IsNumber(minute) => $"every {n} hours at minute {minute}",
            ["0", var minute, var hour, "*", "*", "?"] when IsNumber(minute) && IsNumber(hour) => $"every day at {Two(hour)}:{Two(minute)}",
            _ => $"cron {cron}",
        };
    }

    private static bool IsNumber(string text) => text.Length is 1 or 2 && text.All(char.IsAsciiDigit);

    private static string Two(string number) => int.Parse(number, CultureInfo.InvariantCulture).ToString("00", CultureInfo.InvariantCulture);
}
