using OpsBridge.Identity;
using OpsBridge.Shell;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs;

/// <summary>Jobs in the search box of the top bar.</summary>
public sealed class JobSearch(IJobList list, CurrentActor current) : ISearchSource
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string text, int take, CancellationToken cancellationToken)
    {
        var actor = await current.GetAsync();
        if (!actor.May(Permissions.ViewJobs))
        {
            return [];
        }

        var found = (await list.ReadAsync(new JobFilter(Text: text), actor, cancellationToken)).Rows;
        return [.. found.OrderByDescending(j => j.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ThenByDescending(j => j.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(take)
            .Select(j => new SearchHit("job", j.Name, $"/jobs/{j.Id}", j.AssetName ?? j.Details.Settings.Kind, JobText.Tone(j)))];
    }
}
