using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Alerts;

public sealed class ConditionStripTests
{
    private static readonly DateTimeOffset s_from = new(2026, 11, 21, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Times_when_it_held_stand_out_and_the_rest_is_unknown_and_never_good()
    {
        var strip = Strip(Held(2, 3), Held(5, null));

        Assert.Equal(["pending 0-2", "Major 2-3", "pending 3-5", "Major 5-24"], strip);
    }

    [Fact]
    public void What_began_before_the_span_and_what_overlaps_is_cut()
    {
        Assert.Equal(["Major 0-3", "Major 3-4", "pending 4-24"], Strip(Held(-5, 3), Held(2, 4)));
    }

    [Fact]
    public void Without_an_occurrence_all_of_it_is_unknown() => Assert.Equal(["pending 0-24"], Strip(Held(-5, -2)));

    private static AlertRow Held(int from, int? to) =>
        FakeAlerts.Row(1, "x", raised: s_from.AddHours(from)) with { ClearedAt = to is { } end ? s_from.AddHours(end) : null };

    private static List<string> Strip(params AlertRow[] rows) =>
        [.. ConditionStrip.Of(rows, s_from, s_from.AddHours(24)).Select(s => $"{s.Status} {(s.From - s_from).TotalHours}-{(s.To - s_from).TotalHours}")];
}
