using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.Alerts.Intake;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts.Sources;

/// <summary>Messages that could not be read, with their bytes as harmless text.</summary>
public sealed partial class QuarantinePage
{
    private const int PageOf = 200;
    private static readonly Segment[] s_views = [new("text", "Text"), new("hex", "Hex")];
    private IReadOnlySet<string> _chosen = FrozenSet<string>.Empty;
    private IReadOnlyList<QuarantineRow> _rows = [];
    private IReadOnlyList<QuarantineDay> _today = [];
    private IReadOnlyList<string> _sources = [];
    private QuarantinedMessage? _message;
    private string? _next;
    private string _view = "text";

    /// <summary>Only messages of this source.</summary>
    [SupplyParameterFromQuery(Name = "source")] public string? Source { get; set; }

    /// <summary>The message that is shown.</summary>
    [SupplyParameterFromQuery(Name = "message")] public string? Selected { get; set; }

    /// <summary>Reads the quarantine.</summary>
    [Inject] public required IQuarantineList List { get; init; }

    /// <summary>Deletes.</summary>
    [Inject] public required DeleteQuarantined Remove { get; init; }

    /// <summary>Who looks.</summary>
    [Inject] public required CurrentActor Current { get; init; }

    /// <summary>Asks and tells.</summary>
    [Inject] public required Assets.FormVoice Voice { get; init; }

    /// <summary>For the address.</summary>
    [Inject] public required NavigationManager Navigation { get; init; }

    /// <inheritdoc />
    protected override string[] Topics => ["quarantine"];

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    private long Beyond => _today.Where(d => Source is null || d.Source == Source).Sum(d => (long)d.Beyond);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (ReadAt is not null)
        {
            await RefreshNowAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        if (!actor.May(Identity.Permissions.ManageSources))
        {
            return;
        }

        Source = string.IsNullOrEmpty(Source) ? null : Source;
        var page = await List.PageAsync(Source, null, Math.Max(PageOf, Math.Min(_rows.Count, 1000)), actor, Gone);
        (_rows, _next) = (page.Items, page.Next);
        _today = await List.DaysAsync(1, actor, Gone);
        _sources = [.. _rows.Select(r => r.Source).Concat(_today.Select(d => d.Source)).Concat(_sources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _chosen = _chosen.Intersect(_rows.Select(Key), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (long.TryParse(Selected, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _message?.Id != id)
        {
            _message = await List.FindAsync(id, actor, Gone);
        }
    }

    private static string Key(QuarantineRow row) => row.Id.ToString(CultureInfo.InvariantCulture);

    private static string Address(string? source, string? message)
    {
        var parts = new[] { source is null ? null : $"source={Uri.EscapeDataString(source)}", message is null ? null : $"message={message}" }.Where(p => p is not null);
        return $"/sources/quarantine?{string.Join('&', parts)}".TrimEnd('?');
    }

    private void Filter(ChangeEventArgs e) => Navigation.NavigateTo(Address(e.Value as string is { Length: > 0 } name ? name : null, null), replace: true);

    private async Task SelectAsync(string? key)
    {
        Selected = key;
        _message = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? await List.FindAsync(id, await Current.GetAsync(), Gone) : null;
        Navigation.NavigateTo(Address(Source, key), replace: true);
    }

    private async Task MoreAsync()
    {
        if (long.TryParse(_next, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            var page = await List.PageAsync(Source, before, PageOf, await Current.GetAsync(), Gone);
            (_rows, _next) = ([.. _rows, .. page.Items], page.Next);
        }
    }

    private async Task DeleteAsync()
    {
        var question = new ConfirmQuestion($"Delete {_chosen.Count} messages?", "Delete", "Their bytes are gone afterwards. What their sources sent beside them stays. This cannot be undone.", Danger: true);
        if (await Voice.Confirm.AskAsync(question))
        {
            var ids = _chosen.Select(key => long.Parse(key, CultureInfo.InvariantCulture)).ToList();
            var deleted = await Remove.HandleAsync(ids, await Current.GetAsync(), CancellationToken.None);
            Voice.Toasts.Say($"{SourceWords.Number(deleted)} deleted.");
            (_chosen, _message) = (FrozenSet<string>.Empty, ids.Contains(_message?.Id ?? 0) ? null : _message);
            await RefreshNowAsync();
        }
    }
}
