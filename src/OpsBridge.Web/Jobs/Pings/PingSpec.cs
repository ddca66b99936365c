using System.Text.Json;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// What a program wants of a reported job, read from the JSON of the management API v3 of healthchecks. The first thing that is wrong is told
/// in the words that its clients know.
/// </summary>
internal sealed class PingSpec(JsonElement json, TimeSpan shortest)
{
    private const int MostSeconds = 31_536_000;
    private const int MostWords = ReportedJobDetails.MaxWords;
    private static readonly Dictionary<string, ReportedJobField> s_unique = new(StringComparer.Ordinal)
    {
        ["name"] = ReportedJobField.Name, ["slug"] = ReportedJobField.Slug, ["tags"] = ReportedJobField.Tags,
        ["timeout"] = ReportedJobField.Timeout, ["grace"] = ReportedJobField.Grace,
    };

    private string? _error;

    /// <summary>The wish, or what is wrong with it.</summary>
    public static (ReportedJobWish? Wish, string? Error) Read(JsonElement json, TimeSpan shortest)
    {
        var spec = new PingSpec(json, shortest);
        var wish = spec.Read();
        return spec._error is { } error ? (null, error) : (wish, null);
    }

    private ReportedJobWish Read()
    {
        var channels = Text("channels", int.MaxValue);
        var wish = new ReportedJobWish
        {
            Description = Text("desc", ReportedJobDetails.MaxDescription),
            FailureWords = Text("failure_kw", MostWords),
            FilterSubject = Flag("filter_subject"),
            FilterMailBody = Flag("filter_body"),
            FilterHttpBody = Flag("filter_http_body"),
            FilterDefaultFail = Flag("filter_default_fail"),
            Grace = Seconds("grace"),
            ManualResume = Flag("manual_resume"),
            PostOnly = Text("methods", int.MaxValue) is not { } methods ? null : Known(methods is "" or "POST", "methods has unexpected value", methods == "POST"),
            Name = Text("name", ReportedJobDetails.MaxName),
            Schedule = Text("schedule", PingSchedule.MaxLength),
            Slug = Text("slug", ReportedJobDetails.MaxName),
            StartWords = Text("start_kw", MostWords),
            SuccessWords = Text("success_kw", MostWords),
            Tags = Text("tags", ReportedJobDetails.MaxTags),
            Period = Seconds("timeout"),
            Zone = Text("tz", 100),
            Unique = Fields(),
        };
        Check(wish.Slug is null || wish.Slug.All(ReportedJobDetails.IsSlug), "slug does not match pattern");
        Check(wish.Zone is null || PingSchedule.FindZone(wish.Zone) is not null, "tz is not a valid timezone");
        Check(wish.Schedule is null || PingSchedule.Create(wish.Schedule.ReplaceLineEndings("\n"), "UTC") is not null, "schedule is not a valid cron or OnCalendar expression");
        if (_error is null && channels is not (null or "" or "*"))
        {
            _error = $"invalid channel identifier: {channels.Split(',')[0]}";
        }

        return Deprecated(wish) is var whole && whole.Unique.Any(f => !Names(whole, f)) ? whole with { Unique = [] } : whole; // they look for nothing then
    }

    /// <summary>The two older names of mail keywords.</summary>
    private ReportedJobWish Deprecated(ReportedJobWish wish)
    {
        var (success, failure) = (Text("subject", MostWords), Text("subject_fail", MostWords));
        return success is null && failure is null
            ? wish
            : wish with { SuccessWords = success ?? wish.SuccessWords, FailureWords = failure ?? wish.FailureWords, FilterSubject = !string.IsNullOrEmpty(success) || !string.IsNullOrEmpty(failure) };
    }

    private static bool Names(ReportedJobWish wish, ReportedJobField field) => field switch
    {
        ReportedJobField.Name => wish.Name is not null,
        ReportedJobField.Slug => wish.Slug is not null,
        ReportedJobField.Tags => wish.Tags is not null,
        ReportedJobField.Timeout => wish.Period is not null,
        _ => wish.Grace is not null,
    };

    private JsonElement? Value(string name) => json.TryGetProperty(name, out var value) ? value : null;

    private string? Text(string name, int most)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        Check(text is not null, $"{name} is not a string");
        Check(text is null || text.Length <= most, $"{name} is too long");
        return text;
    }

    private bool? Flag(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        Check(value.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{name} is not a boolean");
        return value.ValueKind == JsonValueKind.True;
    }

    private TimeSpan? Seconds(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        var whole = value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : (long?)null;
        Check(whole is not null, $"{name} is not a number");
        Check(whole is null || whole >= shortest.TotalSeconds, $"{name} is too small");
        Check(whole is null or <= MostSeconds, $"{name} is too large");
        return TimeSpan.FromSeconds(Math.Clamp(whole ?? 0, 0, MostSeconds));
    }

    private List<ReportedJobField> Fields()
    {
        var fields = new List<ReportedJobField>();
        if (Value("unique") is not { } value)
        {
            return fields;
        }

        Check(value.ValueKind == JsonValueKind.Array, "unique is not an array");
        foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : Array.Empty<JsonElement>())
        {
            if (item.ValueKind == JsonValueKind.String && s_unique.TryGetValue(item.GetString()!, out var field))
            {
                fields.Add(field);
            }
            else
            {
                Check(false, item.ValueKind == JsonValueKind.String ? "an item in 'unique' has unexpected value" : "an item in 'unique' is not a string");
            }
        }

        return fields;
    }

    private T Known<T>(bool good, string error, T value)
    {
        Check(good, error);
        return value;
    }

    private void Check(bool good, string error) => _error ??= good ? null : $"json validation error: {error}";
}
