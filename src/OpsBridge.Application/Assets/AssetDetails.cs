using OpsBridge.Kernel;

namespace OpsBridge.Assets;

/// <summary>What an admin says about an asset.</summary>
public sealed record AssetDetails(string Name, string Kind, Guid SiteId, Criticality Criticality)
{
    private const int MaxTags = 40;
    private const int MaxParents = 50;

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

    /// <summary>These values as they are stored: trimmed, the kind in lower case, blanks as null, each parent once.</summary>
    public AssetDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Kind = Kind.Trim().ToLowerInvariant(),
        OwnerTeam = PlainText.TrimToNull(OwnerTeam),
        Notes = PlainText.TrimToNull(Notes),
        RunbookUrl = PlainText.TrimToNull(RunbookUrl),
        ParentIds = [.. ParentIds.Distinct()],
    };

    /// <summary>Plain-word errors by field; empty when the values are good by themselves.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        Check(errors, nameof(Name), PlainText.IsLine(Name, 1, 100), "Give a name of 1 to 100 characters on one line.");
        Check(errors, nameof(Kind), PlainText.IsLine(Kind, 1, 40), "Say what kind of asset it is, in 1 to 40 characters.");
        Check(errors, nameof(Criticality), Enum.IsDefined(Criticality), "Choose low, medium, high or critical.");
        Check(errors, nameof(OwnerTeam), PlainText.IsLine(OwnerTeam, 0, 100), "Keep the team's name to 100 characters on one line.");
        Check(errors, nameof(Notes), PlainText.IsText(Notes, 4000), "Keep the notes to 4000 characters, without control characters.");
        Check(errors, nameof(SiteId), SiteId != Guid.Empty, "Choose a site.");
        Check(
            errors,
            nameof(RunbookUrl),
            string.IsNullOrWhiteSpace(RunbookUrl) || IsWebAddress(RunbookUrl.Trim()),
            "Give an http or https address of at most 1000 characters.");
        Check(
            errors,
            nameof(Tags),
            Tags.Count <= MaxTags && Tags.All(t => LabelName.IsValid(t.Key) && PlainText.IsLine(t.Value, 0, 200)),
            "At most 40 tags; names of letters, digits and _ that do not start with a digit, values up to 200 characters.");
        Check(errors, nameof(ParentIds), ParentIds.Count <= MaxParents, "At most 50 parents.");
        return errors;
    }

    private static void Check(Dictionary<string, string> errors, string field, bool good, string message)
    {
        if (!good)
        {
            errors[field] = message;
        }
    }

    private static bool IsWebAddress(string text) =>
        PlainText.IsLine(text, 1, 1000) && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;
}
