using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OpsBridge.Csv;
using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class RosterImportPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 23, 8, 0, 0, TimeSpan.Zero); // the clocks in Zurich jump on the 29th
    private static readonly Desk s_main = Desk.Create(new DeskDetails("Main", "Europe/Zurich"), s_now);
    private static readonly Desk s_other = Desk.Create(new DeskDetails("Other", "UTC"), s_now);
    private static readonly RosterAccount s_ann = new(Guid.CreateVersion7(), "ann", false, true);
    private static readonly RosterAccount s_bob = new(Guid.CreateVersion7(), "bob", false, true);
    private static readonly Shift s_early = Plan(s_main, "Early", 24, 5, 8);
    private static readonly Shift s_late = Plan(s_main, "Late", 24, 13, 8);

    private static readonly RosterSnapshot s_known = new(
        s_now,
        new Dictionary<string, Desk>(StringComparer.OrdinalIgnoreCase) { ["Main"] = s_main, ["Other"] = s_other },
        new Dictionary<string, RosterAccount>(StringComparer.OrdinalIgnoreCase)
        {
            ["ann"] = s_ann, ["bob"] = s_bob, ["gone"] = new(Guid.CreateVersion7(), "gone", true, true), ["viv"] = new(Guid.CreateVersion7(), "viv", false, false),
        },
        new[] { s_early, s_late, Plan(s_other, "Day", 24, 6, 10) }.ToLookup(s => s.DeskId),
        new[] { new BusySpan(s_early.Id, s_early.StartsAt, s_early.EndsAt, "Early of desk Main") }.ToLookup(_ => s_bob.Id),
        new[] { Absence.Of(s_ann.Id, new DateOnly(2026, 3, 26), new DateOnly(2026, 3, 27), AbsenceKind.Sick, s_now) }.ToLookup(a => a.AccountId));

    [Theory]
    [InlineData("2026-03-24,early,,,ann", "Early, Tue 24 Mar 2026 06:00–14:00", false)]
    [InlineData("24.3.2026,Late,,,ANN", "Late, Tue 24 Mar 2026 14:00–22:00", false)]
    [InlineData("2026-03-24,,06:00,14:00,ann", "Early, Tue 24 Mar 2026 06:00–14:00", false)]
    [InlineData(",,2026-03-24T05:00Z,,ann", "Early, Tue 24 Mar 2026 06:00–14:00", false)]
    [InlineData(",Night,2026-03-24 22:00,06:00,ann", "Night, Tue 24 Mar 2026 22:00–06:00", true)]
    public void A_line_finds_its_shift_by_name_or_by_begin_and_plans_one_that_is_not_there(string line, string shift, bool isNew)
    {
        var planned = Judge(line);

        Assert.Equal(shift, planned.Row.Shift);
        Assert.Equal(new RosterVerdict.Assign(isNew), planned.Row.Verdict);
        Assert.Equal(s_ann.Id, planned.Account);
    }

    [Theory]
    [InlineData("2026-03-24,Early,,,nobody", "There is no account “nobody”.")]
    [InlineData("2026-03-24,Early,,,'=cmd|'/c calc'!A1", "There is no account “=cmd|'/c calc'!A1”.")]
    [InlineData("2026-03-24,Early,,,gone", "The account gone is disabled.")]
    [InlineData("2026-03-24,Early,,,viv", "viv cannot stand watch: the account is a viewer's.")]
    [InlineData("2026-03-24,Early,,,", "It names nobody.")]
    [InlineData(",Early,,,ann", "It names neither a day nor a start.")]
    [InlineData("03/24/2026,Early,,,ann", "“03/24/2026” is no day. Write it as 2026-11-24.")]
    [InlineData(",,06:00,,ann", "It has a time of day but no day.")]
    [InlineData("2026-03-24,,25:00,,ann", "“25:00” is no time. Write it as 06:00 or as 2026-11-24 06:00.")]
    [InlineData("2026-03-24,Noon,,,ann", "Desk Main has no shift “Noon” on Tue 24 Mar 2026 (there is Early, Late).")]
    [InlineData("2026-03-24,,,,ann", "Desk Main has more than one such shift on Tue 24 Mar 2026: name it, or say when it begins (there is Early, Late).")]
    [InlineData("2026-03-22,Early,,,ann", "Sun 22 Mar 2026 is over.")]
    [InlineData("2026-03-24,Early,,15:00,ann", "Early on Tue 24 Mar 2026 ends at 14:00.")]
    [InlineData("2026-03-24,,07:00,,ann", "Desk Main has no shift that begins then (there is Early, Late). Say when it ends to plan one.")]
    [InlineData("2026-03-24,,07:00,09:00,ann", "It overlaps Early (06:00–14:00): a desk has one shift at a time.")]
    [InlineData("2026-03-25,,07:00,07:00,ann", "It would end when it begins or before.")]
    [InlineData("2026-03-25,,07:00,2026-03-25 06:59,ann", "It would end when it begins or before.")]
    [InlineData("2026-03-25,,07:00,2026-03-26 07:01,ann", "A shift lasts at most 24 hours.")]
    [InlineData(",,2026-03-22 07:00,09:00,ann", "That shift is over.")]
    [InlineData("2026-03-25,\"a\nb\",07:00,09:00,ann", "A shift has a name of at most 40 characters on one line.")]
    [InlineData("2026-03-26,,07:00,09:00,ann", "ann is away that day (sick).")]
    [InlineData(",,2026-03-29 02:30,03:00,ann", "It would end when it begins or before.")] // the clocks jump over the whole of it
    public void A_line_that_cannot_be_taken_says_why(string line, string reason) =>
        Assert.Equal(reason, Assert.IsType<RosterVerdict.Refused>(Judge(line).Row.Verdict).Reason);

    [Fact]
    public void Lines_hold_against_the_roster_and_against_each_other()
    {
        var plan = Plan("""
            desk,day,shift,start,end,person
            Main,2026-03-24,Early,,,bob
            Other,2026-03-24,Day,,,bob
            Main,2026-03-24,Late,,,ann
            Main,2026-03-24,Late,,,Ann
            Other,2026-03-24,Day,,,ann
            Main,2026-03-25,,08:00,12:00,ann
            Main,2026-03-25,,08:00,12:00,bob
            Main,2026-03-25,,11:00,13:00,bob
            Nowhere,2026-03-24,Day,,,ann
            """);

        Assert.Equal(
            [
                "unchanged", "bob is on Early of desk Main at that time.", "new", "Line 4 says the same.", "Line 4 puts ann on Late of desk Main at that time.",
                "new with its shift", "new with its shift", "It overlaps Shift (08:00–12:00): a desk has one shift at a time.", "There is no desk “Nowhere”.",
            ],
            plan.Select(l => Words(l.Row.Verdict)));
        Assert.Same(plan[5].Shift, plan[6].Shift); // one shift, two people
    }

    [Fact]
    public void A_line_without_a_desk_means_the_one_that_is_shown()
    {
        Assert.Equal("Other", Assert.Single(RosterImportPlan.Of(Sheet("day,shift,person\n2026-03-24,Day,ann"), s_known, s_other.Id)).Row.Desk);
        Assert.Equal("It names no desk.", Words(Assert.Single(RosterImportPlan.Of(Sheet("day,shift,person\n2026-03-24,Day,ann"), s_known, null)).Row.Verdict));
    }

    [Fact]
    public void Any_bytes_get_a_verdict_and_never_an_exception() =>
        Prop.ForAll(s_bytes.ToArbitrary(), tail =>
        {
            byte[] file = [.. "desk,day,shift,start,end,person\nMain,2026-03-24,Late,,,ann\n"u8, .. tail];
            Assert.Equal("new", Words(RosterImportPlan.Of(CsvSheet.Read(file, s_shape).Sheet!, s_known, null)[0].Row.Verdict));
        }).QuickCheckThrowOnFailure();

    private static readonly CsvShape s_shape = new(RosterColumns.All, [RosterColumns.Person], ImportRoster.MaxBytes, ImportRoster.MaxRows, "person");

    private static readonly Gen<byte[]> s_bytes =
        Gen.Elements("Main", "ann", ",", ",", ",", ";", "\"", "\n", "\r", "2026-03-25", "06:00", "08:00", "9999-12-31", "0001-01-01 00:00Z", "'", "=", "\0", "\u00e9").ArrayOf()
            .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    private static string Words(RosterVerdict verdict) => verdict switch
    {
        RosterVerdict.Refused refused => refused.Reason,
        RosterVerdict.Assign { NewShift: true } => "new with its shift",
        RosterVerdict.Assign => "new",
        _ => "unchanged",
    };

    private static PlannedLine Judge(string line) => Assert.Single(Plan($"desk,day,shift,start,end,person\nMain,{line}"));

    private static IReadOnlyList<PlannedLine> Plan(string file) => RosterImportPlan.Of(Sheet(file), s_known, null);

    private static CsvSheet Sheet(string file) => CsvSheet.Read(Encoding.UTF8.GetBytes(file), s_shape).Sheet!;

    private static Shift Plan(Desk desk, string name, int day, int hour, int hours) =>
        Shift.Plan(desk.Id, name, new DateOnly(2026, 3, day), new DateTimeOffset(2026, 3, day, hour, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, day, hour, 0, 0, TimeSpan.Zero).AddHours(hours));
}
