using OpsBridge.Ui;

namespace OpsBridge.Shifts.Orders;

/// <summary>Standing orders in words.</summary>
internal static class OrderWords
{
    /// <summary>What the reader has to do.</summary>
    public static string ForYou(OrderRow order) => order switch
    {
        { ToConfirm: true, Details.Required: true } => "Confirm",
        { ToConfirm: true } => "To read",
        { ConfirmedAt: not null } => "Confirmed",
        { Mine: false } => "–",
        { State: OrderState.ToCome } => "To come",
        _ => "–",
    };

    /// <summary>"operators, supervisors at Main".</summary>
    public static string ForWhom(OrderRow order) =>
        $"{(order.Details.Roles.Count == 0 ? "everybody" : string.Join(", ", order.Details.Roles.Select(r => $"{r.ToString().ToLowerInvariant()}s")))}{(order.Desks.Count == 0 ? "" : $" at {string.Join(", ", order.Desks)}")}";

    /// <summary>"holds from … until …".</summary>
    public static string Validity(OrderRow order, ViewerTime time) => order.State switch
    {
        OrderState.Withdrawn => "withdrawn",
        OrderState.Over => $"ended {time.Show(order.Details.Until!.Value)}",
        OrderState.ToCome => $"holds from {time.Show(order.Details.From)}",
        _ => order.Details.Until is { } until ? $"holds until {time.Show(until)}" : "holds until further notice",
    };
}
