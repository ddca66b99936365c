using Xunit;

namespace OpsBridge.Architecture;

public sealed class DependencyTests
{
    [Fact]
    public void Application_does_not_know_the_web() => Verdict.Clean("no web in Application", DependencyRules.NoWeb(Codebase.Application));

    [Fact]
    public void A_web_type_inside_a_lambda_is_seen() =>
        Assert.Contains(DependencyRules.NoWeb(Codebase.Planted("Alerts")), v => v.Subject == "Planted.Alerts.WebbyRule");

    [Fact]
    public void Entities_know_no_database_clock_or_logger() => Verdict.Clean("pure entities", DependencyRules.PureEntities(Codebase.Application));

    [Fact]
    public void An_entity_with_an_index_attribute_and_a_clock_is_seen()
    {
        var found = DependencyRules.PureEntities(Codebase.Planted("Alerts")).Select(v => v.ToString()).ToList();

        Assert.All(found, v => Assert.StartsWith("Planted.Alerts.RestlessAlert:", v, StringComparison.Ordinal));
        Assert.Contains(found, v => v.Contains("IndexAttribute", StringComparison.Ordinal));
        Assert.Contains(found, v => v.Contains("System.TimeProvider", StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_and_endpoints_do_not_know_the_database() => Verdict.Clean("no database in pages", DependencyRules.NoDatabaseInPages(Codebase.Web));

    [Fact]
    public void A_page_that_takes_a_context_factory_is_seen() =>
        Assert.Contains(DependencyRules.NoDatabaseInPages(Codebase.Planted("Pages")), v => v.Subject == "Planted.Pages.DiggingPage");

    [Fact]
    public void Nobody_is_handed_a_context_for_life() => Verdict.Clean("no injected context", DependencyRules.NoInjectedContext(Codebase.Shipped));

    [Fact]
    public void A_class_that_takes_a_context_is_seen() =>
        Assert.Equal("Planted.Alerts.HoldsContext", Assert.Single(DependencyRules.NoInjectedContext(Codebase.Planted("Alerts"))).Subject);

    [Fact]
    public void Kernel_knows_no_slice() => Verdict.Clean("Kernel knows no slice", DependencyRules.KernelKnowsNoSlice(Codebase.Application));

    [Fact]
    public void A_kernel_type_that_makes_a_slice_type_is_seen() =>
        Assert.Contains(DependencyRules.KernelKnowsNoSlice(Codebase.Planted("Kernel")), v => v.Subject == "Planted.Kernel.NosyKernel");

    [Fact]
    public void The_reader_sees_types_bodies_and_lines()
    {
        var alert = Assert.Single(Codebase.Application, t => t.Name == "OpsBridge.Alerts.Alert");
        var acknowledge = Assert.Single(alert.Methods, m => m.Name == "Acknowledge");

        Assert.Contains("OpsBridge.Identity.Actor", alert.Mentions);
        Assert.EndsWith("/Alerts/Alert.Handling.cs", acknowledge.Source!.Document, StringComparison.Ordinal);
        Assert.InRange(acknowledge.Source.Span, 5, 40);
    }
}
