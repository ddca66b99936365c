using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class WatchAlarmLinkTests : AlertPageContext
{
    [Theory]
    [InlineData("desk-unheld", "opsbridge", true)]
    [InlineData("relief-late", "opsbridge", true)]
    [InlineData("relief-late", "prometheus", false)] // a sender may call anything so
    [InlineData("disk-full", "opsbridge", false)]
    public void An_alert_about_a_desk_leads_to_its_watch(string name, string source, bool leads)
    {
        Alerts.Open.Add(FakeAlerts.Row(1, "Nobody answers for desk Main.") with { Source = source, Labels = WatchAlarms.Identity(name, Guid.CreateVersion7()) });
        Services.GetRequiredService<NavigationManager>().NavigateTo("/alerts?alert=1");

        Assert.Equal(leads ? 1 : 0, Render<AlertTriage>().FindAll(".preview a[href='/watch']").Count);
    }

    [Fact]
    public void A_desk_that_is_no_key_leads_nowhere() =>
        Assert.False(WatchAlarms.IsAboutWatch("opsbridge", Labels.Of(("alertname", "desk-unheld"), ("desk", "Main"))));
}
