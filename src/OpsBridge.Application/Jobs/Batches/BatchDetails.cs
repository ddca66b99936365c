using OpsBridge.Alerts;
using OpsBridge.Assets;

namespace OpsBridge.Jobs.Batches;

/// <summary>Everything that somebody says about a batch: work that must be complete by a time of day.</summary>
/// <param name="Name">Unique among the batches in use, 1 to 100 characters.</param>
/// <param name="By">The time of day by which it must be complete, on the clocks of <paramref name="Zone"/>.</param>
/// <param name="Zone">IANA zone.</param>
public sealed record BatchDetails(string Name, TimeOnly By, string Zone)
{
    /// <summary>Longest <see cref="Name"/>, in characters.</summary>
    public const int MaxName = 100;

    /// <summary>Longest <see cref="Description"/>, in characters.</summary>
    public const int MaxDescription = 2000;

    /// <summary>Most jobs that it ends with.</summary>
    public const int MaxJobs = 50;

    /// <summary>What depends on it, as text; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The jobs it ends with, 1 to 50; the chains before them belong to it.</summary>
    public IReadOnlyList<Guid> Jobs { get; init; } = [];

    /// <summary>The days of the week, on the clocks of <see cref="Zone"/>, that have a deadline; at least one.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = Enum.GetValues<DayOfWeek>();

    /// <summary>How bad it is when it is late; the warning before is always a warning.</summary>
    public AlertSeverity Severity { get; init; } = AlertSeverity.Major;

    /// <summary>Plain-word errors by property name; empty when it may be saved. Names and jobs are asked of the database by <see cref="SaveBatch"/>.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Check(PlainText.IsLine(Name, 1, MaxName), nameof(Name), $"One line of 1 to {MaxName} characters.");
        Check(PlainText.IsText(Description, MaxDescription), nameof(Description), $"At most {MaxDescription} characters without control characters.");
        Check(Zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _), nameof(Zone), "An IANA time zone, for example Europe/Zurich.");
        Check(Jobs is { Count: >= 1 and <= MaxJobs }, nameof(Jobs), $"Choose 1 to {MaxJobs} jobs that it ends with.");
        Check(Days is { Count: >= 1 } && Days.All(Enum.IsDefined), nameof(Days), "Choose at least one day.");
        Check(Enum.IsDefined(Severity), nameof(Severity), "Choose how bad it is when it is late.");
        return errors;

        void Check(bool good, string field, string words)
        {
            if (!good)
            {
                errors.Add(field, words);
            }
        }
    }

    /// <summary>Trimmed; jobs and days once each.</summary>
    public BatchDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Description = Description.Trim(),
        Jobs = [.. Jobs.Distinct()],
        Days = [.. Days.Distinct().Order()],
    };

    /// <summary>Whether deadlines and jobs are the same as another's, so that what was judged stays true.</summary>
    internal bool IsJudgedLike(BatchDetails other) =>
        (By, Zone) == (other.By, other.Zone) && Jobs.SequenceEqual(other.Jobs) && Days.SequenceEqual(other.Days);
}
