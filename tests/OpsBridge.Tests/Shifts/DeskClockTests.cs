using OpsBridge.Ui;
using Xunit;

namespace OpsBridge.Shifts;

public sealed class DeskClockTests : UiContext
{
    private static readonly DateTimeOffset s_begin = new(2026, 3, 28, 21, 0, 0, TimeSpan.Zero); // the night in which the clocks of Zurich jump
    private static readonly DateTimeOffset s_end = s_begin.AddHours(7);

    [Theory]
    [InlineData("Europe/Zurich", "Europe/Zurich", "22:00–06:00")]
    [InlineData("Europe/Zurich", "Europe/Paris", "22:00–06:00")] // other clocks that show the same
    [InlineData("Europe/Zurich", "UTC", "22:00–06:00 Zurich")]
    [InlineData("Europe/Zurich", "Africa/Algiers", "22:00–06:00 Zurich")] // the same at the beginning, not at the end
    [InlineData("America/Argentina/Buenos_Aires", "Europe/Zurich", "18:00–01:00 Buenos Aires")]
    [InlineData("Etc/UTC", "Europe/Zurich", "21:00–04:00 UTC")]
    [InlineData("Nowhere/Land", "UTC", "21:00–04:00")]
    public void A_shift_is_shown_by_the_clocks_of_its_desk_which_are_named_where_the_viewers_differ(string desk, string viewer, string shown)
    {
        var time = new ViewerTime(TimeProvider.System, null!);
        time.Use(viewer);

        Assert.Equal(shown, new DeskClock(desk).Span(s_begin, s_end, time));
    }
}
