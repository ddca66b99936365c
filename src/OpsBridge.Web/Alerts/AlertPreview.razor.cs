using Microsoft.AspNetCore.Components;
using Npgsql;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>The selected alert beside the list: enough to act on without leaving it.</summary>
public sealed partial class AlertPreview : IDisposable
{
    private const int Entries = 6;
    private readonly CancellationTokenSource _gone = new();
    private AlertBackground? _background;
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

    [Inject] private AlertBackgrounds Backgrounds { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    /// <summary>Gives up what is under way.</summary>
    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Row is not { } row || _read == (row.Id, row.Version))
        {
            return;
        }

        if (_read.Id != row.Id)
        {
            _background = null; // another alert's history must not stand under this one
        }

        _read = (row.Id, row.Version);
        try
        {
            var background = await Backgrounds.ReadAsync(row, Entries, await Current.GetAsync(), _gone.Token);
            if (_read == (row.Id, row.Version))
            {
                (_background, _failed) = (background, false);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            (_failed, _read) = (true, default);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The viewer left.
        }
    }
}
