using OpsBridge.Alerts;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>The open alerts that one silence or window hides now.</summary>
/// <param name="Rows">Worst first.</param>
public sealed record HiddenBy(IReadOnlyList<AlertRow> Rows)
{
    /// <summary>Nothing.</summary>
    public static HiddenBy Nothing { get; } = new([]);

    /// <summary>Those whose condition still holds.</summary>
    public int Firing { get; } = Rows.Count(r => r.ClearedAt is null);

    /// <summary>How bad the worst is.</summary>
    public AlertSeverity? Worst { get; } = Rows.Count == 0 ? null : Rows.Max(r => r.Severity);
}

/// <summary>What is hidden at one moment, by the key of the silence or window.</summary>
public sealed record HiddenView(IReadOnlyDictionary<Guid, HiddenBy> By)
{
    /// <summary>Nothing read yet.</summary>
    public static HiddenView Empty { get; } = new(new Dictionary<Guid, HiddenBy>());

    /// <summary>What this one hides.</summary>
    public HiddenBy Of(Guid id) => By.GetValueOrDefault(id) ?? HiddenBy.Nothing;
}

/// <summary>Says which open alerts are hidden, and by what.</summary>
public interface IHiddenAlerts
{
    /// <summary>What is hidden now.</summary>
    Task<HiddenView> ReadAsync(Actor actor, CancellationToken ct);
}

/// <inheritdoc cref="IHiddenAlerts"/>
public sealed class HiddenAlerts(IAlertBoard board) : IHiddenAlerts
{
    private Known? _last; // replaced as a whole, so readers on other threads see either pair

    /// <summary>What an alert looks like to a silence or window.</summary>
    internal static SuppressionTarget Target(AlertRow row) => new(row.Labels, row.AssetId, row.SiteId, row.StartsAt);

    /// <inheritdoc />
    public async Task<HiddenView> ReadAsync(Actor actor, CancellationToken ct)
    {
        actor.Demand(Permissions.ViewAlerts);
        var open = await board.OpenAsync(actor, ct);
        if (_last is { } last && ReferenceEquals(last.Rows, open.Rows))
        {
            return last.View; // shared by every page of the process
        }

        var by = new Dictionary<Guid, List<AlertRow>>();
        foreach (var row in open.Rows)
        {
            foreach (var suppressor in row.SuppressedBy)
            {
                (by.TryGetValue(suppressor.Id, out var rows) ? rows : by[suppressor.Id] = []).Add(row);
            }
        }

        var view = new HiddenView(by.ToDictionary(b => b.Key, b => new HiddenBy(b.Value)));
        _last = new Known(open.Rows, view);
        return view;
    }

    private sealed record Known(IReadOnlyList<AlertRow> Rows, HiddenView View);
}
