using OpsBridge.Alerts.Flood;
using OpsBridge.Alerts.Views;
using OpsBridge.Assets;
using OpsBridge.Identity;

namespace OpsBridge.Alerts;

/// <summary>What stands around the alerts, in memory: assets, floods, saved views, who is there.</summary>
internal sealed class FakeAround : IAssetDirectory, IFloodWatch, ISavedViews, IAlertPresence
{
    public AssetView? Asset { get; set; }

    public FloodView Flood { get; set; } = FloodView.Calm;

    public List<SavedViewRow> Views { get; } = [];

    public List<OpenConsole> Consoles { get; } = [];

    public List<long?> Looked { get; } = [];

    public Task<AssetView?> FindAsync(Guid id, Actor actor, CancellationToken ct) => Task.FromResult(Asset);

    public Task<IReadOnlyList<AssetLink>> LookupAsync(string text, int limit, Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<AssetLink>>([]);

    public FloodView Current(Actor actor) => Flood;

    Task<IReadOnlyList<SavedViewRow>> ISavedViews.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<SavedViewRow>>([.. Views]);

    public Task ShowAsync(Guid circuit, long? alertId, Actor actor, CancellationToken ct)
    {
        Looked.Add(alertId);
        return Task.CompletedTask;
    }

    public Task LeaveAsync(Guid circuit, CancellationToken ct) => Task.CompletedTask;

    Task<IReadOnlyList<OpenConsole>> IAlertPresence.ReadAsync(Actor actor, CancellationToken ct) => Task.FromResult<IReadOnlyList<OpenConsole>>([.. Consoles]);
}
