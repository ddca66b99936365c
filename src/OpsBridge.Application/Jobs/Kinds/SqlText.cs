using System.Globalization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Values of a database as PostgreSQL writes them: ISO 8601, arrays in braces, bytes in hexadecimal.</summary>
internal static class SqlText
{
    private const int MostItems = 100;

    /// <summary>The value; only the beginning of long bytes and arrays.</summary>
    public static string Of(object value) => value switch
    {
        DateTime at when at == DateTime.MaxValue => "infinity",
        DateTime at when at == DateTime.MinValue => "-infinity",
        DateTime { Kind: DateTimeKind.Utc } at => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        byte[] bytes => "\\x" + Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, MostItems))) + (bytes.Length > MostItems ? "…" : ""),
        Array items => "{" + string.Join(',', items.Cast<object?>().Take(MostItems).Select(i => i is null or DBNull ? "NULL" : Of(i))) + (items.Length > MostItems ? ",…" : "") + "}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
