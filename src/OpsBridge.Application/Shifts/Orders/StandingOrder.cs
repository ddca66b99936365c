using OpsBridge.Identity;

namespace OpsBridge.Shifts.Orders;

/// <summary>Where a standing order is in its life.</summary>
public enum OrderState
{
    /// <summary>Its time is still to come.</summary>
    ToCome,

    /// <summary>It holds.</summary>
    InForce,

    /// <summary>Its time is over.</summary>
    Over,

    /// <summary>Taken back before its time was over.</summary>
    Withdrawn,
}

/// <summary>
/// A standing order: something that everybody on watch has to know or to do until further notice. Every change is a new version
/// that is confirmed anew; all versions and confirmations are kept.
/// </summary>
public sealed class StandingOrder
{
    private StandingOrder()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Number of the newest version, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>One line.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The order itself; shown as text, whatever it holds.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Must be confirmed by name before taking the watch; else it is for information.</summary>
    public bool Required { get; private set; }

    /// <summary>From when it holds (UTC).</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>Until when (UTC), excluded; null: until it is withdrawn.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>Names of the roles that it is for; none: everybody who stands watch.</summary>
    public string[] Roles { get; private set; } = [];

    /// <summary>The desks that it is for; none: all of them.</summary>
    public Guid[] DeskIds { get; private set; } = [];

    /// <summary>When the newest version was issued (UTC).</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>By whom.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When it was withdrawn (UTC); null while it was not.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>By whom it was withdrawn.</summary>
    public string? WithdrawnBy { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>Issues one from valid, normalized values.</summary>
    public static StandingOrder Issue(OrderDetails details, Actor by, DateTimeOffset now)
    {
        var order = new StandingOrder { Id = Guid.CreateVersion7(now) };
        order.Change(details, by, now);
        return order;
    }

    /// <summary>The next version, from valid, normalized values.</summary>
    public void Change(OrderDetails details, Actor by, DateTimeOffset now)
    {
        Number++;
        (Title, Text, Required) = (details.Title, details.Text, details.Required);
        (From, Until) = (details.From, details.Until);
        (Roles, DeskIds) = ([.. details.Roles.Select(r => r.ToString())], [.. details.DeskIds]);
        (ChangedAt, ChangedBy) = (now, by.Name);
    }

    /// <summary>Takes it back; false when it was before.</summary>
    public bool Withdraw(Actor by, DateTimeOffset now)
    {
        if (WithdrawnAt is not null)
        {
            return false;
        }

        (WithdrawnAt, WithdrawnBy) = (now, by.Name);
        return true;
    }

    /// <summary>Where in its life at a moment.</summary>
    public OrderState StateAt(DateTimeOffset now) =>
        WithdrawnAt is not null ? OrderState.Withdrawn : now < From ? OrderState.ToCome : now >= Until ? OrderState.Over : OrderState.InForce;

    /// <summary>Whether it is for people of a role.</summary>
    public bool IsFor(Role role) => role != Role.Viewer && (Roles.Length == 0 || Roles.Contains(role.ToString(), StringComparer.Ordinal));

    /// <summary>Whether it is for a desk.</summary>
    public bool IsFor(Guid desk) => DeskIds.Length == 0 || DeskIds.Contains(desk);
}

/// <summary>One version of an order as it was issued; never changed, never deleted (the database refuses).</summary>
public sealed class OrderVersion
{
    private OrderVersion()
    {
    }

    /// <summary>The order.</summary>
    public Guid OrderId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    /// <summary>One line.</summary>
    public string Title { get; private init; } = "";

    /// <summary>The order itself.</summary>
    public string Text { get; private init; } = "";

    /// <summary>When it was issued (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>By whom.</summary>
    public string ByName { get; private init; } = "";

    internal static OrderVersion Of(StandingOrder order) => new()
    {
        OrderId = order.Id,
        Number = order.Number,
        Title = order.Title,
        Text = order.Text,
        At = order.ChangedAt,
        ByName = order.ChangedBy,
    };
}

/// <summary>"Read and understood", by one person, of one version; never changed, never deleted (the database refuses).</summary>
public sealed class OrderConfirmation
{
    private OrderConfirmation()
    {
    }

    /// <summary>The order.</summary>
    public Guid OrderId { get; private init; }

    /// <summary>The version that was read.</summary>
    public int Number { get; private init; }

    /// <summary>Who.</summary>
    public Guid AccountId { get; private init; }

    /// <summary>The name at that time.</summary>
    public string AccountName { get; private init; } = "";

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    internal static OrderConfirmation Of(StandingOrder order, Guid account, string name, DateTimeOffset now) =>
        new() { OrderId = order.Id, Number = order.Number, AccountId = account, AccountName = name, At = now };
}
