using OpsBridge.Alerts;
using OpsBridge.Assets;

namespace OpsBridge.Jobs.Pings;

/// <summary>What is said about a reported job. Defaults are those of healthchecks.</summary>
/// <param name="Name">What people call it, 0 to 100 characters; programs may leave it blank.</param>
public sealed record ReportedJobDetails(string Name)
{
    /// <summary>Longest <see cref="Name"/>, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>Longest <see cref="Tags"/>, in characters.</summary>
    public const int MaxTags = 500;

    /// <summary>Longest <see cref="Description"/>, in characters.</summary>
    public const int MaxDescription = 4000;

    /// <summary>Longest list of keywords, in characters.</summary>
    public const int MaxWords = 200;

    /// <summary>Longest period and grace.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(365);

    /// <summary>How its ping address with a ping key calls it: a-z, 0-9, hyphen, underscore; may be blank, need not be unique.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Words with blanks between.</summary>
    public string Tags { get; init; } = "";

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its period, 60 s to 365 days; counts while <see cref="Schedule"/> is null.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Five cron fields or OnCalendar lines; wins over <see cref="Period"/>.</summary>
    public string? Schedule { get; init; }

    /// <summary>IANA zone of <see cref="Schedule"/>.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>How late it may report, and how long it may run, 60 s to 365 days.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The asset it works on; its alert is on it.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>The desk that looks after it; null for all.</summary>
    public Guid? DeskId { get; init; }

    /// <summary>How bad it is when it is down.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Major;

    /// <summary>Only POST counts; other methods are kept and ignored (link previews and the like).</summary>
    public bool PostOnly { get; init; }

    /// <summary>While paused, pings are kept and ignored instead of resuming it.</summary>
    public bool ManualResume { get; init; }

    /// <summary>What pings mean by the words in their bodies.</summary>
    public PingFilter Filter { get; init; } = PingFilter.None;

    /// <summary>These values as they are stored.</summary>
    public ReportedJobDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Slug = Slug.Trim(),
        Tags = string.Join(' ', Tags.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        Description = Description.Trim(),
        Schedule = PlainText.TrimToNull(Schedule?.ReplaceLineEndings("\n")),
    };

    /// <summary>Plain-word errors by field; empty when all is good.</summary>
    /// <param name="shortest">The shortest period and grace.</param>
    public IReadOnlyDictionary<string, string> Validate(TimeSpan shortest)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Check(errors, nameof(Name), PlainText.IsLine(Name, 0, MaxName), "Keep the name to 100 characters on one line.");
        Check(errors, nameof(Slug), Slug.Trim().Length <= MaxName && Slug.Trim().All(IsSlug), "Use at most 100 of a-z, 0-9, hyphen and underscore.");
        Check(errors, nameof(Tags), PlainText.IsLine(Tags, 0, MaxTags), "Keep the tags to 500 characters on one line.");
        Check(errors, nameof(Description), PlainText.IsText(Description, MaxDescription), "Keep the description to 4,000 characters, without control characters.");
        Check(errors, nameof(Period), Period >= shortest && Period <= Longest, $"Choose between {shortest.TotalSeconds:0} seconds and 365 days.");
        Check(errors, nameof(Grace), Grace >= shortest && Grace <= Longest, $"Choose between {shortest.TotalSeconds:0} seconds and 365 days.");
        Check(errors, nameof(Zone), PingSchedule.FindZone(Zone) is not null, "Choose an IANA time zone, for example Europe/Zurich.");
        Check(errors, nameof(Severity), Enum.IsDefined(Severity), "Choose a severity.");
        var zone = errors.ContainsKey(nameof(Zone)) ? "UTC" : Zone;
        Check(
            errors,
            nameof(Schedule),
            string.IsNullOrWhiteSpace(Schedule) || PingSchedule.Create(Schedule.Trim().ReplaceLineEndings("\n"), zone) is not null,
            "Give five cron fields (30 2 * * *) or OnCalendar lines (Mon..Fri 08:00), at most 100 characters.");
        Check(
            errors,
            nameof(Filter),
            PlainText.IsLine(Filter.Start, 0, MaxWords) && PlainText.IsLine(Filter.Success, 0, MaxWords) && PlainText.IsLine(Filter.Failure, 0, MaxWords),
            "Keep each list of keywords to 200 characters on one line.");
        return errors;
    }

    /// <summary>Whether a character may stand in a slug.</summary>
    public static bool IsSlug(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';

    private static void Check(Dictionary<string, string> errors, string field, bool good, string message)
    {
        if (!good)
        {
            errors[field] = message;
        }
    }
}
