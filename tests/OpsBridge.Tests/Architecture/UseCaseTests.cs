using Xunit;

namespace OpsBridge.Architecture;

public sealed class UseCaseTests
{
    [Fact]
    public void Every_use_case_takes_an_actor_and_a_token_and_demands_a_permission()
    {
        Assert.Contains(Codebase.Application, t => t.Name == "OpsBridge.Alerts.Handling.HandleAlerts" && UseCaseRules.IsUseCase(t));
        Verdict.Clean("use case", UseCaseRules.Check(Codebase.Application));
    }

    [Theory]
    [InlineData("Planted.Alerts.NamelessDeed", "does not say who acts")]
    [InlineData("Planted.Alerts.NamelessDeed", "cannot be cancelled")]
    [InlineData("Planted.Alerts.TrustingDeed", "HandleAsync demands no permission")]
    [InlineData("Planted.Alerts.TwoDoors", "OpenAsync demands no permission")]
    public void A_careless_use_case_is_seen(string type, string problem) =>
        Assert.Contains(UseCaseRules.Check(Codebase.Planted("Alerts")), v => v.Subject == type && v.Problem.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void A_demand_behind_await_and_lambda_is_found() =>
        Assert.DoesNotContain(UseCaseRules.Check(Codebase.Planted("Alerts")), v => v.Subject == "Planted.Alerts.CarefulDeed");
}
