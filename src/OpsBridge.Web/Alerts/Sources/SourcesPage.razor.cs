using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Sources;

/// <summary>Every source and how it fares.</summary>
public sealed partial class SourcesPage
{
    private IReadOnlyList<SourceRow> _sources = [];
    private long _quarantined;

    /// <summary>Reads sources.</summary>
    [Inject] public required ISourceList List { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>For links.</summary>
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <inheritdoc />
    protected override string[] Topics => ["sources", "source_keys", "source_hearings", "quarantine"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private string Summary => ReadAt is null ? "" : _sources.Count(s => s.State == SourceState.Silent) is var silent and > 0
        ? $"{SourceWords.Number(_sources.Count)}, {SourceWords.Number(silent)} silent"
        : SourceWords.Number(_sources.Count);

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        if (actor.May(Identity.Permissions.ManageSources)) // rights can go while the page is open; the router then takes it away
        {
            _sources = [.. (await List.ReadAsync(actor, Gone)).OrderByDescending(s => s.State == SourceState.Silent)];
            _quarantined = _sources.Sum(s => (long)s.Quarantined);
        }
    }

    private static string Remarks(SourceRow source) => string.Join(" · ", new[]
    {
        source.SilentSince is null ? null : "its alerts stay open, marked source dead",
        source.Clock is { } trouble ? SourceWords.Of(trouble) : null,
        source.Keys.All(k => k.RevokedAt is not null) ? "no key that works" : null,
        source.Details.SilenceLimit is { } limit ? $"watched: {DurationText.Show(limit)}" : "silence not watched",
        source.Details.Notes,
    }.Where(words => words is not null));

    private void New() => Navigation.NavigateTo("/sources/new");

    private void Open(SourceRow source) => Navigation.NavigateTo($"/sources/{source.Id}");
}
