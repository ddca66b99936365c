using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Shifts.LogBook;

public sealed class LogEntryTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Operator);

    [Theory]
    [InlineData(0, 120, 120)]    // within the shift: locks with it
    [InlineData(120, 120, 135)]  // written at the very end: a quarter of an hour for slips
    [InlineData(180, 120, 195)]  // written later: a quarter of an hour from then
    public void A_log_entry_locks_with_its_shift_and_a_late_one_a_quarter_of_an_hour_after_it_was_written(int written, int over, int locks)
    {
        var entry = Write(LogEntryKind.Log, s_noon.AddMinutes(written));

        Assert.Equal(s_noon.AddMinutes(locks), entry.LocksAt(s_noon.AddMinutes(over)));
    }

    [Fact]
    public void Without_a_planned_shift_it_locks_twelve_hours_after_its_event() =>
        Assert.Equal(s_noon.AddHours(12), Write(LogEntryKind.Log, s_noon).LocksAt(null));

    [Fact]
    public void What_is_carried_on_locks_when_it_is_closed_and_closes_once()
    {
        var entry = Write(LogEntryKind.Ongoing, s_noon);
        Assert.Null(entry.LocksAt(s_noon.AddHours(1)));
        Assert.True(entry.Close("done", s_ann, s_noon.AddHours(9)));
        Assert.False(entry.Close("again", s_ann, s_noon.AddHours(10)));
        Assert.Equal(s_noon.AddHours(9), entry.LocksAt(null));
        Assert.False(Write(LogEntryKind.Log, s_noon).Close("x", s_ann, s_noon));
    }

    [Fact]
    public void Only_author_owner_and_overseers_change_it()
    {
        var bob = Actor.InRole(Guid.CreateVersion7(), "bob", Role.Operator);
        var entry = Write(LogEntryKind.Ongoing, s_noon);
        Assert.Equal((true, false, true), (entry.MayChange(s_ann), entry.MayChange(bob), entry.MayChange(Actor.InRole(Guid.CreateVersion7(), "sue", Role.Supervisor))));
        entry.Give(bob.Id, bob.Name);
        Assert.True(entry.MayChange(bob));
        Assert.False(Write(LogEntryKind.Log, s_noon, Actor.Internal("OpsBridge")).MayChange(Actor.Internal("somebody without a key")));
    }

    private static LogEntry Write(LogEntryKind kind, DateTimeOffset now, Actor? by = null) =>
        LogEntry.Write(new LogEntryDetails("text") { Kind = kind, EventAt = s_noon }, new LogPlace(null, null, null), null, by ?? s_ann, now);
}
