using Microsoft.AspNetCore.Components;
using OpsBridge.Kernel;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>The same change for the selected assets; names what it will touch.</summary>
public sealed partial class BulkEditDialog
{
    private const int NamesShown = 6;
    private string? _site;
    private string? _criticality;
    private string? _owner;
    private string? _add;
    private string? _remove;
    private string? _why;
    private string? _error;
    private bool _clearOwner;
    private bool _retire;
    private bool _wasOpen;

    /// <summary>Whether it is shown.</summary>
    [Parameter, EditorRequired] public bool Open { get; set; }

    /// <summary>Called when it closes.</summary>
    [Parameter] public EventCallback<bool> OpenChanged { get; set; }

    /// <summary>What it will touch.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<AssetRow> Chosen { get; set; } = [];

    /// <summary>Where they can move to.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<SiteRow> Sites { get; set; } = [];

    /// <summary>Called when it is stored.</summary>
    [Parameter] public EventCallback Done { get; set; }

    private IReadOnlyList<Segment> SiteOptions => [.. Sites.Select(s => new Segment(s.Id.ToString(), s.Name))];

    private string Names => string.Join(", ", Chosen.Take(NamesShown).Select(a => a.Name))
        + (Chosen.Count > NamesShown ? $" and {Chosen.Count - NamesShown} more" : "");

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (Open && !_wasOpen)
        {
            (_site, _criticality, _owner, _add, _remove, _why, _error) = (null, null, null, null, null, null, null);
            (_clearOwner, _retire) = (false, false);
        }

        _wasOpen = Open;
    }

    private async Task ApplyAsync()
    {
        var tags = Labels.Empty;
        if (!AssetCells.TryReadTags(_add ?? "", out tags, out var problem))
        {
            _error = problem;
            return;
        }

        var edit = new BulkEdit
        {
            SiteId = Guid.TryParse(_site, out var site) ? site : null,
            Criticality = AssetAnswers.Word<Criticality>(_criticality),
            OwnerTeam = _clearOwner ? "" : string.IsNullOrWhiteSpace(_owner) ? null : _owner,
            AddTags = tags,
            RemoveTags = AssetCells.ToNames(_remove ?? ""),
            Retire = _retire,
            Why = _why,
        };
        switch (await Edit.HandleAsync([.. Chosen.Select(a => a.Id)], edit, await Current.GetAsync(), CancellationToken.None))
        {
            case BulkEditResult.Invalid invalid:
                _error = invalid.Reason;
                break;
            case BulkEditResult.Done done:
                Tell(done.Items);
                await CloseAsync();
                await Done.InvokeAsync();
                break;
        }
    }

    private void Tell(IReadOnlyList<BulkItem> items)
    {
        var changed = items.Count(i => i.Outcome == BulkOutcome.Changed);
        var refused = items.Where(i => i.Outcome == BulkOutcome.Refused).ToList();
        if (refused.Count > 0)
        {
            Toasts.Say($"{AssetWords.Count(changed, "asset")} changed; {refused.Count} refused, {refused[0].Name} first: {refused[0].Reason}", "critical");
            return;
        }

        Toasts.Say(changed == items.Count ? $"{AssetWords.Count(changed, "asset")} changed." : $"{AssetWords.Count(changed, "asset")} changed, the others were so already.");
    }

    private Task CloseAsync() => OpenChanged.InvokeAsync(false);
}
