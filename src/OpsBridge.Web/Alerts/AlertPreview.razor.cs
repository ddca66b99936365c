using System.Globalization;
using Microsoft.AspNetCore.Components;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The selected alert beside the list: enough to act on without leaving it.</summary>
public sealed partial class AlertPreview : IDisposable
{
    private const int Entries = 6;
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(80); // whoever runs through the list reads nothing on the way
    private static readonly TimeSpan s_day = TimeSpan.FromHours(24);
    private readonly CancellationTokenSource _gone = new();
    private AlertBackground? _background;
    private AlertSurroundings? _around;
    private IReadOnlyList<UptimeSegment> _strip = [];
    private DateTimeOffset _stripFrom;
    private bool _failed;
    private (long Id, uint Version) _read;

    /// <summary>The alert; null when none is selected.</summary>
    [Parameter] public AlertRow? Row { get; set; }

    /// <summary>An alert is selected that does not exist.</summary>
    [Parameter] public bool Missing { get; set; }

    /// <summary>Whether the viewer's role allows more than looking.</summary>
    [Parameter] public bool MayHandle { get; set; }

    /// <summary>Called after an action.</summary>
    [Parameter] public EventCallback OnDone { get; set; }

    /// <summary>Called when it was ranked.</summary>
    [Parameter] public EventCallback OnRanked { get; set; }

    /// <summary>Called when the viewer wants the list back (phone).</summary>
    [Parameter] public EventCallback OnClose { get; set; }

    /// <summary>Who else looks at it now.</summary>
    [Parameter] public IReadOnlyList<string> Others { get; set; } = [];

    [Inject] private AlertBackgrounds Backgrounds { get; set; } = default!;

    [Inject] private AlertContexts Contexts { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private Viewing Viewing { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private string SilencePath => string.Create(CultureInfo.InvariantCulture, $"/silences/new?alert={Row!.Id}");

    private IReadOnlyList<AlertLink> Links =>
    [
        .. Row!.Links.Where(l => SafeLink.Of(l.Href) is not null),
        .. SafeLink.Of(Row.GeneratorUrl) is { } source ? [new AlertLink("Where the source shows it", source)] : Array.Empty<AlertLink>(),
    ];

    /// <summary>The annotations that do not stand elsewhere in the preview already, as title or detail.</summary>
    private List<KeyValuePair<string, string>> Said(AlertRow row) =>
        [.. row.Annotations.Where(n => n.Value != row.Summary && n.Value != (row.Detail ?? _around?.Detail))];

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _ = Viewing.LookAsync(Row?.Id);
        if (Row is not { } row || _read == (row.Id, row.Version))
        {
            return;
        }

        if (_read.Id != row.Id)
        {
            (_background, _around) = (null, null); // another alert's history must not stand under this one
        }

        _read = (row.Id, row.Version);
        Draw(row, []);
        try
        {
            await ReadAsync(row);
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            (_failed, _read) = (true, default);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer left.
        }
    }

    private async Task ReadAsync(AlertRow row)
    {
        await Task.Delay(s_rest, Clock, _gone.Token);
        if (_read != (row.Id, row.Version))
        {
            return;
        }

        var actor = await Current.GetAsync();
        var background = await Backgrounds.ReadAsync(row, Entries, actor, _gone.Token);
        var around = await Contexts.ReadAsync(row, background.Earlier, actor, _gone.Token);
        if (_read == (row.Id, row.Version))
        {
            (_background, _around, _failed) = (background, around, false);
            Draw(row, background.Earlier);
        }
    }

    private void Draw(AlertRow row, IReadOnlyList<AlertRow> earlier)
    {
        var now = Time.Now;
        (_stripFrom, _strip) = (now - s_day, ConditionStrip.Of([.. earlier, row], now - s_day, now));
    }
}
