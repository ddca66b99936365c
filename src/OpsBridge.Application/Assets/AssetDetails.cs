using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>What an admin says about an asset.</summary>
public sealed record AssetDetails(string Name, string Kind, Guid SiteId, Criticality Criticality)
{
    private const int MaxTags = 40;

    /// <summary>The team that answers for it.</summary>
    public string? OwnerTeam { get; init; }

    /// <summary>Labels that its alerts carry; at most 40, names as in Prometheus.</summary>
    public Labels Tags { get; init; } = Labels.Empty;

    /// <summary>Free text for the watch.</summary>
    public string? Notes { get; init; }

    /// <summary>Where the runbook is.</summary>
    public string? RunbookUrl { get; init; }

    /// <summary>What it is reached through.</summary>
    public IReadOnlyList<Guid> ParentIds { get; init; } = [];

    /// <summary>Plain-word errors by field; empty when the values are good by themselves.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        CheckLength(errors, nameof(Name), Name, 1, 100, "Give a name of 1 to 100 characters.");
        CheckLength(errors, nameof(Kind), Kind, 1, 40, "Say what kind of asset it is, in 1 to 40 characters.");
        CheckLength(errors, nameof(OwnerTeam), OwnerTeam, 0, 100, "Keep the team's name below 100 characters.");
        CheckLength(errors, nameof(Notes), Notes, 0, 4000, "Keep the notes below 4000 characters.");
        if (SiteId == Guid.Empty)
        {
            errors[nameof(SiteId)] = "Choose a site.";
        }

        if (!string.IsNullOrWhiteSpace(RunbookUrl) && !IsWebAddress(RunbookUrl))
        {
            errors[nameof(RunbookUrl)] = "Give an http or https address of at most 1000 characters.";
        }

        if (Tags.Count > MaxTags || Tags.Any(t => !LabelName.IsValid(t.Key) || t.Value.Length > 200))
        {
            errors[nameof(Tags)] = "At most 40 tags; names of letters, digits and _ that start with a letter, values up to 200 characters.";
        }

        return errors;
    }

    private static void CheckLength(Dictionary<string, string> errors, string field, string? value, int min, int max, string message)
    {
        var length = value?.Trim().Length ?? 0;
        if (length < min || length > max)
        {
            errors[field] = message;
        }
    }

    private static bool IsWebAddress(string text) =>
        text.Length <= 1000 && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;
}
