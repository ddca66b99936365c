using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace OpsBridge.Shifts.LogBook;

/// <summary>What of the log book is wanted, as it stands in an address: pages and the API read the same names.</summary>
public static class LogAddress
{
    /// <summary>Announced tables whose change may mean a new entry, written or automatic.</summary>
    public static IReadOnlyList<string> Topics { get; } =
        ["log_entries", "log_attachments", "alerts", "silences", "maintenance_windows", "maintenance_notices", "checks", "assets", "watch_spells"];

    /// <summary>Reads a query; what cannot be read is left out, and told in <paramref name="problems"/> by name.</summary>
    public static LogFilter Read(Func<string, string?> value, IDictionary<string, string>? problems = null)
    {
        var show = value("show") ?? "";
        if (show is not ("" or "all" or "written" or "automatic" or "open"))
        {
            problems?.Add("show", "Choose all, written, automatic or open.");
        }

        return new LogFilter
        {
            Origin = show switch { "written" or "open" => LogOrigin.Manual, "automatic" => LogOrigin.Automatic, _ => LogOrigin.All },
            OpenOnly = show == "open",
            Text = Text(value("q")),
            Kind = Parsed(value, "kind", problems, "Choose log, ongoing or case.", (string s, out LogEntryKind k) => Enum.TryParse(s, ignoreCase: true, out k) && Enum.IsDefined(k) && !char.IsDigit(s[0])),
            Author = Text(value("who")),
            Tag = Text(value("tag"))?.ToLowerInvariant(),
            AssetId = Parsed<Guid>(value, "asset", problems, "Pass the key of an asset.", Guid.TryParse),
            AlertId = Parsed(value, "alert", problems, "Pass the number of an alert.", (string s, out long n) => long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out n)),
            DeskId = Parsed<Guid>(value, "desk", problems, "Pass the key of a desk.", Guid.TryParse),
            ShiftId = Parsed<Guid>(value, "shift", problems, "Pass the key of a shift.", Guid.TryParse),
            From = Parsed<DateTimeOffset>(value, "from", problems, "Pass a moment, for example 2026-11-22T04:00:00Z.", Moment),
            Until = Parsed<DateTimeOffset>(value, "until", problems, "Pass a moment, for example 2026-11-22T04:00:00Z.", Moment),
        };
    }

    /// <summary>Reads the query of an address.</summary>
    public static LogFilter Read(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        return Read(name => query.TryGetValue(name, out var values) ? values[^1] : null);
    }

    /// <summary>The query that means this filter, beginning with "?" or empty.</summary>
    public static string Write(LogFilter filter)
    {
        var show = filter switch { { OpenOnly: true } => "open", { Origin: LogOrigin.Manual } => "written", { Origin: LogOrigin.Automatic } => "automatic", _ => null };
        (string Name, string? Value)[] parts =
        [
            ("show", show), ("q", filter.Text), ("kind", filter.Kind?.ToString().ToLowerInvariant()), ("who", filter.Author), ("tag", filter.Tag),
            ("asset", filter.AssetId?.ToString()), ("alert", filter.AlertId?.ToString(CultureInfo.InvariantCulture)), ("desk", filter.DeskId?.ToString()),
            ("shift", filter.ShiftId?.ToString()), ("from", Stamp(filter.From)), ("until", Stamp(filter.Until)),
        ];
        return parts.Where(p => p.Value is not null).Aggregate("", (query, p) => $"{query}{(query.Length == 0 ? '?' : '&')}{p.Name}={Uri.EscapeDataString(p.Value!)}");
    }

    private delegate bool TryRead<T>(string text, out T value);

    private static T? Parsed<T>(Func<string, string?> value, string name, IDictionary<string, string>? problems, string problem, TryRead<T> read)
        where T : struct
    {
        if (value(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (read(text, out var parsed))
        {
            return parsed;
        }

        problems?.Add(name, problem);
        return null;
    }

    private static bool Moment(string text, out DateTimeOffset at) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Replace("\0", "", StringComparison.Ordinal);

    private static string? Stamp(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
