using Microsoft.AspNetCore.Components;
using OpsBridge.Identity;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Orders;

/// <summary>Standing orders: what the reader has to confirm first; for supervisors, who has not.</summary>
public sealed partial class OrdersPage
{
    private const string Now = "now";
    private const string Mine = "mine";
    private const string All = "all";
    private IReadOnlyList<OrderRow> _all = [];
    private IReadOnlyList<OrderRow> _rows = [];
    private IReadOnlyList<OrderVersionView> _versions = [];
    private OrderRow? _chosen;
    private OrderForm _form = default!;
    private string _show = Now;
    private string? _id;
    private string? _answer;
    private string? _tone;
    private bool _mayIssue;
    private int _toConfirm;

    /// <summary>now, mine or all.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>Key of the selected order.</summary>
    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override string[] Topics => ["standing_orders", "standing_order_confirmations", "accounts"];

    [Inject] private IStandingOrders Orders { get; set; } = default!;

    [Inject] private IOrderActions Actions { get; set; } = default!;

    [Inject] private Confirmation Confirm { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private ViewerTime Time { get; set; } = default!;

    private IReadOnlyList<Segment> Shows =>
        [new(Now, "In force", _all.Count(Holds)), new(Mine, "To confirm", _toConfirm), new(All, "All", _all.Count)];

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _id = Id;
        if (ReadAt is not null)
        {
            await ArrangeAsync(await Current.GetAsync()); // the address changed, not the data
        }
    }

    /// <inheritdoc />
    protected override async Task RefreshAsync()
    {
        var actor = await Current.GetAsync();
        _mayIssue = actor.May(Permissions.IssueOrders);
        _all = await Orders.ReadAsync(actor, Gone);
        _toConfirm = _all.Count(o => o.ToConfirm);
        await ArrangeAsync(actor);
    }

    private static bool Holds(OrderRow order) => order.State is OrderState.InForce or OrderState.ToCome;

    private async Task ArrangeAsync(Actor actor)
    {
        var before = _chosen?.Id;
        _show = Show is Mine or All ? Show : Now;
        _rows = [.. _all.Where(o => _show switch { Mine => o.ToConfirm, All => true, _ => Holds(o) })];
        _chosen = _all.FirstOrDefault(o => o.Id.ToString() == _id) ?? (_rows.Count > 0 && _id is null ? _rows[0] : null);
        if (_chosen?.Id != before)
        {
            (_answer, _versions) = (null, []);
        }

        _versions = _chosen is { Number: > 1 } order ? await Orders.VersionsAsync(order.Id, actor, Gone) : [];
    }

    private void ShowOnly(string show) => Navigation.NavigateTo($"/orders?show={show}", replace: true);

    private void Choose(string? key)
    {
        // At once, not when the address has changed: a key pressed right after means what was chosen.
        (_id, _chosen, _answer, _versions) = (key, _all.FirstOrDefault(o => o.Id.ToString() == key), null, []);
        Navigation.NavigateTo($"/orders?show={_show}&id={key}", replace: true);
    }

    private async Task ConfirmAsync()
    {
        if (_chosen is { ToConfirm: true } order)
        {
            await SayAsync(order, await Actions.ConfirmAsync(order.Id, order.Number));
        }
    }

    private async Task WithdrawAsync()
    {
        if (_chosen is { } order && await Confirm.AskAsync(new ConfirmQuestion("Withdraw the order?", "Withdraw it", "It holds no longer. It stays readable.", [order.Details.Title])))
        {
            await SayAsync(order, await Actions.WithdrawAsync(order.Id));
        }
    }

    private async Task SayAsync(OrderRow order, OrderAnswer answer)
    {
        _id = order.Id.ToString();
        Navigation.NavigateTo($"/orders?show={_show}&id={order.Id}", replace: true); // stays with what was confirmed, though the list moves on
        await RefreshNowAsync();
        (_answer, _tone) = (answer.Text, answer.Done ? "ok" : "warning");
    }

    private async Task SavedAsync(string text)
    {
        await RefreshNowAsync();
        (_answer, _tone) = (text, "ok");
    }
}
