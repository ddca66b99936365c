using Xunit;

namespace OpsBridge.Alerts;

public sealed class ForgottenRuleTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_ann = Guid.CreateVersion7();

    [Fact]
    public void What_is_unhandled_is_not_forgotten_but_loud() => Assert.Null(Why(FakeAlerts.Row(1, "x")));

    [Fact]
    public void An_old_acknowledgement_is_named_with_its_age() =>
        Assert.Equal("acknowledged 9 h 00 ago", Why(Acknowledged(s_now.AddHours(-9))));

    [Fact]
    public void A_fresh_acknowledgement_of_somebody_who_is_there_is_in_good_hands() =>
        Assert.Null(Why(Acknowledged(s_now.AddHours(-3)), s_ann));

    [Fact]
    public void An_owner_without_a_console_is_named() =>
        Assert.Equal("ann has no console open", Why(Acknowledged(s_now.AddHours(-3))));

    [Theory]
    [InlineData(SuppressorKind.Silence, 20, "its silence ends in 20 min")]
    [InlineData(SuppressorKind.Window, 59, "its window ends in 59 min")]
    [InlineData(SuppressorKind.Silence, 61, null)]
    public void A_silence_about_to_end_is_named(SuppressorKind kind, int minutes, string? expected) =>
        Assert.Equal(expected, Why(FakeAlerts.Row(1, "x") with { SuppressedBy = [new Suppressor(kind, Guid.Empty, "work", s_now.AddMinutes(minutes))] }));

    [Fact]
    public void Of_two_silences_the_later_end_counts() =>
        Assert.Null(Why(FakeAlerts.Row(1, "x") with
        {
            SuppressedBy = [new Suppressor(SuppressorKind.Silence, Guid.Empty, "a", s_now.AddMinutes(5)), new Suppressor(SuppressorKind.Silence, Guid.Empty, "b", s_now.AddHours(5))],
        }));

    private static AlertRow Acknowledged(DateTimeOffset at) =>
        FakeAlerts.Row(1, "x", state: AlertState.Acknowledged) with { OwnerId = s_ann, OwnerName = "ann", AcknowledgedBy = "ann", AcknowledgedAt = at };

    private static string? Why(AlertRow row, params Guid[] present) => ForgottenRule.Why(row, s_now, present.ToHashSet());
}
