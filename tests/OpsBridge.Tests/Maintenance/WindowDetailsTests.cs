using OpsBridge.Alerts;
using Xunit;
using static OpsBridge.Maintenance.Given;

namespace OpsBridge.Maintenance;

public sealed class WindowDetailsTests
{
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);

    [Fact]
    public void Good_plans_of_every_kind_pass()
    {
        Assert.Empty(Plan(WindowKind.Fixed).Validate(Noon, s_week));
        Assert.Empty(Plan(WindowKind.Flexible).Validate(Noon, s_week));
        Assert.Empty((Plan(WindowKind.Triggered) with { TriggerId = Guid.CreateVersion7() }).Validate(Noon, s_week));
        Assert.Empty(Weekly("0 30 2 ? * SUN", "Europe/Zurich", TimeSpan.FromHours(2)).Validate(Noon, s_week));
    }

    [Fact]
    public void Each_missing_or_wrong_part_is_named()
    {
        Assert.Contains("after the start", (Plan(WindowKind.Fixed) with { To = Noon }).Validate(Noon, s_week)[nameof(WindowDetails.To)]);
        Assert.Contains("passed already", Plan(WindowKind.Fixed).Validate(Noon.AddDays(1), s_week)[nameof(WindowDetails.To)]);
        Assert.Contains("both times", (Plan(WindowKind.Flexible) with { From = null }).Validate(Noon, s_week)[nameof(WindowDetails.To)]);
        Assert.Contains("at most 7 days", (Plan(WindowKind.Fixed) with { To = Noon.AddDays(8) }).Validate(Noon, s_week)[nameof(WindowDetails.To)]);
        Assert.Contains("how long", (Plan(WindowKind.Flexible) with { Lasts = null }).Validate(Noon, s_week)[nameof(WindowDetails.Lasts)]);
        Assert.Contains("minute", (Plan(WindowKind.Flexible) with { Lasts = TimeSpan.FromSeconds(59) }).Validate(Noon, s_week)[nameof(WindowDetails.Lasts)]);
        Assert.Contains("starts it", Plan(WindowKind.Triggered).Validate(Noon, s_week)[nameof(WindowDetails.TriggerId)]);
        Assert.Contains("never end", Weekly("0 0 * * * ?", "UTC", TimeSpan.FromHours(1)).Validate(Noon, s_week)[nameof(WindowDetails.Cron)]);
        Assert.Contains("time zone", Weekly("0 0 2 * * ?", "Nowhere", TimeSpan.FromHours(1)).Validate(Noon, s_week)[nameof(WindowDetails.Cron)]);
        Assert.Contains("before it begins", (Weekly("0 0 2 ? * SUN", "UTC", TimeSpan.FromHours(1)) with { To = Noon.AddHours(3) }).Validate(Noon, s_week)[nameof(WindowDetails.To)]);
        Assert.Contains("at most 366 days", (Weekly("0 0 2 ? * SUN", "UTC", TimeSpan.FromHours(1)) with { To = Noon.AddDays(400) }).Validate(Noon, s_week)[nameof(WindowDetails.To)]);
        Assert.Contains(nameof(WindowDetails.Name), (Plan(WindowKind.Fixed) with { Name = "a\nb" }).Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(WindowDetails.Reason), (Plan(WindowKind.Fixed) with { Reason = "" }).Validate(Noon, s_week).Keys);
        Assert.Contains(nameof(WindowDetails.Kind), (Plan(WindowKind.Fixed) with { Kind = (WindowKind)9 }).Validate(Noon, s_week).Keys);
    }

    [Fact]
    public void A_scope_needs_something_exact_unless_it_names_an_asset_or_a_site()
    {
        var loose = Matchers("severity!=\"critical\"");

        Assert.NotNull(new MaintenanceScope(loose, null, null).Refuse());
        Assert.NotNull(new MaintenanceScope([], null, null).Refuse());
        Assert.Null(new MaintenanceScope(loose, null, Guid.CreateVersion7()).Refuse());
        Assert.Null(new MaintenanceScope([], Guid.CreateVersion7(), null).Refuse());
        Assert.NotNull(new MaintenanceScope([Matcher.Create("a", MatchKind.Equal, "\0").Matcher!], Guid.CreateVersion7(), null).Refuse());
    }

    [Fact]
    public void What_a_kind_does_not_use_is_not_kept()
    {
        var plan = (Plan(WindowKind.Fixed) with { Cron = "x", Zone = "y", TriggerId = Guid.CreateVersion7(), Name = "  Patching " }).Normalized();

        Assert.Equal(("Patching", null, null, null, null), (plan.Name, plan.Cron, plan.Zone, plan.TriggerId, plan.Lasts));
    }

    [Fact]
    public void A_window_that_runs_already_may_be_prolonged_up_to_the_limit_from_now()
    {
        var plan = Plan(WindowKind.Fixed) with { From = Noon.AddDays(-5), To = Noon.AddDays(3) };

        Assert.Empty(plan.Validate(Noon, s_week));
    }
}
