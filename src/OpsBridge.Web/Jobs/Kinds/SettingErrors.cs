namespace OpsBridge.Jobs.Kinds;

/// <summary>What is wrong with what a job does, for the fields of its kind. Handed down by the form.</summary>
/// <param name="All">Plain words by field of the job; those of the settings begin with <c>Settings.</c></param>
public sealed record SettingErrors(IReadOnlyDictionary<string, string> All)
{
    /// <summary>Nothing is wrong.</summary>
    public static SettingErrors None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>What is wrong with one property of the settings; null when nothing is.</summary>
    public string? this[string field] => All.GetValueOrDefault($"{nameof(JobDetails.Settings)}.{field}");
}
