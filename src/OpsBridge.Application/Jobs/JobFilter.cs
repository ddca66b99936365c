namespace OpsBridge.Jobs;

/// <summary>Which jobs are wanted.</summary>
public enum JobShow
{
    /// <summary>All in use.</summary>
    All,

    /// <summary>Those that need somebody.</summary>
    Trouble,

    /// <summary>Those with a run that works or waits.</summary>
    Running,

    /// <summary>Paused and held ones.</summary>
    Paused,
}

/// <summary>Narrows the list of jobs; every part that is set must hold.</summary>
/// <param name="Show">By state.</param>
/// <param name="Text">Words that each occur in name, description, asset, kind or what is done; any case.</param>
/// <param name="SiteId">Site of the asset.</param>
/// <param name="AssetId">The asset.</param>
/// <param name="Kind">Word of the kind.</param>
public sealed record JobFilter(JobShow Show = JobShow.All, string? Text = null, Guid? SiteId = null, Guid? AssetId = null, string? Kind = null)
{
    /// <summary>Everything.</summary>
    public static JobFilter None { get; } = new();

    /// <summary>Whether a job is among the wanted.</summary>
    public bool Fits(JobRow row) => FitsShow(Show, row) && FitsRest(row);

    /// <summary>Whether a job is among the wanted, whatever its state.</summary>
    public bool FitsRest(JobRow row) =>
        (SiteId is null || row.SiteId == SiteId)
        && (AssetId is null || row.Details.AssetId == AssetId)
        && (Kind is null || string.Equals(row.Details.Settings.Kind, Kind, StringComparison.Ordinal))
        && FitsText(row);

    /// <summary>Whether a job is shown in a view by state.</summary>
    public static bool FitsShow(JobShow show, JobRow row) => show switch
    {
        JobShow.Trouble => row.InTrouble,
        JobShow.Running => row.Open.Any(r => r.State != RunState.Asking),
        JobShow.Paused => row.IsPaused,
        _ => true,
    };

    private bool FitsText(JobRow row)
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            return true;
        }

        var said = $"{row.Name}\n{row.Details.Description}\n{row.AssetName}\n{row.SiteName}\n{row.Details.Settings.Kind}\n{row.Details.Settings.Describe()}";
        return Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => said.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
