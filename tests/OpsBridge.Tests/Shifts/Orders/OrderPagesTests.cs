using Bunit;
using OpsBridge.Alerts;
using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.Orders;

public sealed class OrderPagesTests : AlertPageContext
{
    [Fact]
    public async Task What_I_have_to_confirm_is_first_and_one_key_confirms_the_version_I_read()
    {
        var mine = Order("Do not reboot inv-db-02", mine: true, number: 3);
        Log.Orders.AddRange([mine, Order("Old news", mine: true, confirmed: true)]);
        var page = Render<OrdersPage>();

        Assert.Contains("1 order waits for your confirmation", page.Find(".page-head").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Confirm", "Confirmed"], page.FindAll(".hot tr[data-i] td:nth-child(1)").Select(c => c.TextContent));
        await PressAsync(page, "y");

        Assert.Equal([$"confirm {mine.Id} 3"], Log.Done);
    }

    [Fact]
    public void Supervisors_issue_and_see_who_has_not_read_and_operators_do_not_issue()
    {
        Log.Orders.Add(Order("<b>hostile</b>", mine: false));
        Assert.DoesNotContain("Issue an order", Render<OrdersPage>().Find(".page-head").TextContent, StringComparison.Ordinal);

        SignIn(Role.Supervisor);
        var page = Render<OrdersPage>();
        Assert.Equal("<b>hostile</b>", page.Find(".preview h3").TextContent);
        Assert.Contains("bob, eve", page.Find(".preview").TextContent, StringComparison.Ordinal);
        page.Find(".page-head .btn").Click();
        page.Find("#order-title").Input("New order");
        page.Find("#order-text").Input("Do this until further notice");
        page.Find("#order-form").Submit();

        Assert.Equal(("New order", true, null), (Log.Issued!.Title, Log.Issued.Required, Log.Issued.Until));
    }

    private static OrderRow Order(string title, bool mine, bool confirmed = false, int number = 1) => new()
    {
        Id = Guid.CreateVersion7(),
        Details = new OrderDetails(title, "text", true, Now.AddDays(-1), null),
        Number = number,
        State = OrderState.InForce,
        ChangedAt = Now,
        ChangedBy = "sue",
        Mine = mine,
        ConfirmedAt = confirmed ? Now : null,
        Confirmed = confirmed ? ["operator1"] : [],
        Missing = ["bob", "eve"],
    };
}
