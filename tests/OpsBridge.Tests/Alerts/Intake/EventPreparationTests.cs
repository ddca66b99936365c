using OpsBridge.Kernel;
using Xunit;
using static OpsBridge.Alerts.Intake.IntakeEvents;

namespace OpsBridge.Alerts.Intake;

public sealed class EventPreparationTests
{
    [Fact]
    public void A_mapping_that_fails_fails_for_its_event_only()
    {
        var (ready, poison) = EventPreparation.Prepare(Source("s") with { Map = _ => throw new FormatException("bad field") }, Fire());
        Assert.Null(ready);
        Assert.Equal("The mapping of the source failed: bad field", poison);
    }

    [Theory]
    [InlineData("a", 0, "Its team carries a NUL character.")]
    [InlineData("a", 0xD800, "Its team carries half a character (an unpaired surrogate).")]
    [InlineData("", 0xDC00, "Its team carries half a character (an unpaired surrogate).")]
    public void What_the_database_cannot_hold_is_found_before(string before, int code, string reason)
    {
        var e = Fire() with { Labels = Labels.Of(("alertname", "a"), ("team", $"{before}{(char)code}b")) };
        Assert.Equal(reason, EventPreparation.Prepare(Source("s"), e).Poison);
    }

    [Fact]
    public void Whole_characters_of_every_plane_pass() =>
        Assert.Null(EventPreparation.Prepare(Source("s"), Fire(summary: "ünï 漢 🚨") with { Annotations = Labels.Of(("x", "🚨")) }).Poison);

    [Fact]
    public void A_signal_without_identity_is_poison() =>
        Assert.Equal("It has no label that identifies it.", EventPreparation.Prepare(Source("s") with { Map = e => new AlertSignal(Labels.Empty, true, default, "", Noon) }, Fire()).Poison);

    [Fact]
    public void The_cap_of_the_source_holds_whatever_the_mapping_says()
    {
        var capped = EventPreparation.Prepare(Source("s") with { SeverityCap = AlertSeverity.Warning }, Fire() with { Severity = AlertSeverity.Critical }).Event!;
        Assert.Equal(AlertSeverity.Warning, capped.Signal.Severity);
    }

    [Fact]
    public void Where_the_sender_names_no_end_the_source_does()
    {
        var source = Source("s") with { ResolveTimeout = TimeSpan.FromMinutes(7) };
        Assert.Equal(Noon.AddMinutes(7), EventPreparation.Prepare(source, Fire()).Event!.Signal.EndsAt);
        Assert.Null(EventPreparation.Prepare(source, Fire() with { HoldsUntilResolved = true }).Event!.Signal.EndsAt);
        Assert.Null(EventPreparation.Prepare(source, Resolve()).Event!.Signal.EndsAt);
        Assert.Equal(Noon.AddMinutes(1), EventPreparation.Prepare(source, Fire() with { EndsAt = Noon.AddMinutes(1) }).Event!.Signal.EndsAt);
    }

    [Fact]
    public void The_mark_follows_what_is_said_and_not_when()
    {
        var mark = Prepared(Fire()).Signal.ContentMark;
        Assert.Equal(mark, Prepared(Fire(startMinute: -3) with { EndsAt = Noon, ReceivedAt = Noon.AddHours(1) }).Signal.ContentMark);
        IncomingEvent[] others =
        [
            Fire(summary: "t"),
            Fire() with { Severity = AlertSeverity.Major },
            Fire() with { Annotations = Labels.Of(("a", "b")) },
            Fire() with { Labels = Labels.Of(("alertname", "a"), ("b", "c")) },
        ];
        Assert.All(others, other => Assert.NotEqual(mark, Prepared(other).Signal.ContentMark));
    }

    [Fact]
    public void The_mark_is_stored_and_so_never_changes() => Assert.Equal(-583199604932863998, Prepared(Fire("golden", -3)).Signal.ContentMark);
}
