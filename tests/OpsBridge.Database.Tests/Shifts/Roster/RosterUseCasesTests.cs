using Microsoft.EntityFrameworkCore;
using OpsBridge.Support;
using Xunit;
using static OpsBridge.Shifts.RosterDesk;

namespace OpsBridge.Shifts.Roster;

public sealed class RosterUseCasesTests(PostgresServer server) : IAsyncLifetime
{
    private RosterDesk _bridge = default!;

    public async ValueTask InitializeAsync() => _bridge = await RosterDesk.CreateAsync(server);

    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    [Fact]
    public async Task A_desk_is_made_changed_and_given_up_with_its_names_once()
    {
        var desk = await _bridge.PlannedDeskAsync();
        Assert.Contains("Another desk", Assert.IsType<SaveDeskResult.Invalid>(await SaveAsync(null, 0, "MAIN")).Errors["Name"], StringComparison.Ordinal);
        var row = Assert.Single(await _bridge.Get<IDeskList>().ReadAsync(_bridge.Viewer, Ct));
        Assert.IsType<SaveDeskResult.Saved>(await SaveAsync(desk, row.Version, "Front"));
        Assert.IsType<SaveDeskResult.Stale>(await SaveAsync(desk, row.Version, "Back"));
        await _bridge.TakeAsync(desk, _bridge.Ann);
        Assert.Equal(["ann"], Assert.IsType<RetireDeskResult.OnWatch>(await RetireAsync(desk)).Who);
        await _bridge.Get<Watch.EndSomebodysWatch>().HandleAsync(desk, _bridge.Ann.Id!.Value, "the desk closes", _bridge.Sue, Ct);

        Assert.IsType<RetireDeskResult.Done>(await RetireAsync(desk));

        Assert.DoesNotContain(await _bridge.ShiftsAsync(desk), s => s.StartsAt > _bridge.Now);
        Assert.Equal(0, await _bridge.Get<RosterRounds>().MakeAsync(Ct));
        await _bridge.DeskAsync("Front"); // the name is free again
        Assert.Equal(["desk.created by sue", "desk.replanned by sue", "desk.changed by sue", "desk.retired by sue", "desk.created by sue"], await _bridge.TimelineAsync("desk"));
    }

    [Fact]
    public async Task Shifts_are_made_for_the_weeks_ahead_and_a_round_adds_a_week_at_a_time()
    {
        var desk = await _bridge.PlannedDeskAsync();
        Assert.Equal(15 * 3, (await _bridge.ShiftsAsync(desk)).Count); // with Early, which runs already
        Assert.Equal(0, await _bridge.Get<RosterRounds>().MakeAsync(Ct));
        _bridge.Clock.FastForward(TimeSpan.FromDays(7));

        Assert.Equal(21, (await Task.WhenAll(_bridge.Get<RosterRounds>().MakeAsync(Ct), _bridge.Get<RosterRounds>().MakeAsync(Ct))).Sum());

        var shifts = await _bridge.ShiftsAsync(desk);
        Assert.All(shifts.Zip(shifts.Skip(1)), pair => Assert.Equal(pair.First.EndsAt, pair.Second.StartsAt));
    }

    [Fact]
    public async Task Another_pattern_changes_only_what_has_not_begun_and_nobody_stood_and_no_hand_planned()
    {
        var desk = await _bridge.DeskAsync();
        var byHand = await _bridge.PlanAsync(desk, _bridge.Now.AddHours(47), 3);
        await _bridge.Get<SavePattern>().HandleAsync(desk, PatternPresets.EightHours(_bridge.Today), _bridge.Sue, Ct);
        Assert.DoesNotContain(await _bridge.ShiftsAsync(desk), s => s.Name == "Early" && s.Day == _bridge.Today.AddDays(2)); // would overlap
        await _bridge.AssignAsync(await _bridge.ShiftAsync(desk, 0, "Late"), _bridge.Ann);
        _bridge.Clock.FastForward(TimeSpan.FromHours(4)); // 12:00: two hours before Late
        await _bridge.TakeAsync(desk, _bridge.Ann);

        var answer = Assert.IsType<PlanShiftsResult.Done>(await _bridge.Get<SavePattern>().HandleAsync(desk, PatternPresets.TwelveHours(_bridge.Today), _bridge.Sue, Ct));

        var shifts = await _bridge.ShiftsAsync(desk);
        Assert.Contains(shifts, s => s.Name == "Late" && s.Day == _bridge.Today); // the watch was taken for it
        Assert.Contains(shifts, s => s.Id == byHand.Id);
        Assert.DoesNotContain(shifts, s => s.Name is "Early" or "Late" && s.Day > _bridge.Today);
        Assert.True(answer.Shifts.Skipped >= 2, $"{answer.Shifts}"); // today's Night and the day of the shift by hand
    }

    [Fact]
    public async Task Making_shifts_anew_keeps_those_that_would_be_the_same_with_the_people_on_them()
    {
        var desk = await _bridge.PlannedDeskAsync();
        var late = await _bridge.ShiftAsync(desk, 3, "Late");
        await _bridge.AssignAsync(late, _bridge.Ann);

        Assert.Equal(new PlanShiftsResult.Done(MadeShifts.None), await _bridge.Get<RemakeShifts>().HandleAsync(desk, _bridge.Today, _bridge.Sue, Ct));

        Assert.Equal("ann", Assert.Single((await _bridge.RosterAsync(desk)).Shifts.Single(s => s.Id == late.Id).People).Name);
    }

    [Fact]
    public async Task Another_zone_moves_the_shifts_when_they_are_made_anew()
    {
        var desk = await _bridge.PlannedDeskAsync();
        var version = (await _bridge.Get<IDeskList>().ReadAsync(_bridge.Ann, Ct)).Single().Version;
        await _bridge.Get<SaveDesk>().HandleAsync(desk, version, new DeskDetails("Main", "Europe/Zurich"), _bridge.Sue, Ct);

        await _bridge.Get<RemakeShifts>().HandleAsync(desk, _bridge.Today.AddDays(1), _bridge.Sue, Ct);

        Assert.Equal(13, (await _bridge.ShiftAsync(desk, 2, "Late")).StartsAt.Hour); // 14:00 in Zurich
        Assert.Equal(14, (await _bridge.ShiftAsync(desk, 0, "Late")).StartsAt.Hour);
    }

    [Fact]
    public async Task Two_shifts_of_a_desk_at_one_moment_are_refused_by_the_database()
    {
        var desk = await _bridge.PlannedDeskAsync();

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => _bridge.PlanAsync(desk, _bridge.Now.AddHours(7), 1));

        Assert.True(DeskChange.IsOverlap(refused));
        Assert.Throws<ArgumentException>(() => Shift.Plan(desk, "None", _bridge.Today, _bridge.Now, _bridge.Now));
    }

    [Fact]
    public async Task Nobody_is_on_two_shifts_at_once_also_at_two_desks_and_in_a_race()
    {
        var (main, other) = (await _bridge.PlannedDeskAsync(), await _bridge.PlannedDeskAsync("Other"));
        var (here, there) = (await _bridge.ShiftAsync(main, 1, "Late"), await _bridge.ShiftAsync(other, 1, "Late"));
        var assign = _bridge.Get<AssignPerson>();

        var answers = await Task.WhenAll(assign.HandleAsync(here.Id, _bridge.Ann.Id!.Value, _bridge.Sue, Ct), assign.HandleAsync(there.Id, _bridge.Ann.Id!.Value, _bridge.Sue, Ct));

        Assert.Single(answers.OfType<AssignmentAnswer.Done>());
        Assert.Single(answers.OfType<AssignmentAnswer.Refused>());
        var loser = (await _bridge.RosterAsync(other)).Shifts.Single(s => s.Id == there.Id).People.Count == 0 ? (Desk: other, Winner: "Main") : (Desk: main, Winner: "Other");
        Assert.Equal((_bridge.Ann.Id!.Value, loser.Winner), Assert.Single((await _bridge.RosterAsync(loser.Desk)).Elsewhere.Select(e => (e.AccountId, e.Desk))));
        Assert.Contains("ann is on", Assert.IsType<AssignmentAnswer.Refused>(await assign.HandleAsync(here.Id, _bridge.Ann.Id!.Value, _bridge.Sue, Ct)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gaps_count_only_those_who_will_stand_and_a_disabled_account_is_one()
    {
        var desk = await _bridge.DeskAsync("Main", people: 2, supervisors: 1);
        await _bridge.Get<SavePattern>().HandleAsync(desk, PatternPresets.EightHours(_bridge.Today), _bridge.Sue, Ct);
        var late = await _bridge.ShiftAsync(desk, 1, "Late");
        await _bridge.AssignAsync(late, _bridge.Ann);
        await _bridge.AssignAsync(late, _bridge.Sue);
        Assert.Equal("", await MissingAsync(desk, late));

        await _bridge.ChangeAccountAsync(_bridge.Ann, a => a.Disable(_bridge.Now));
        Assert.Equal("1 missing", await MissingAsync(desk, late));
        Assert.Equal("account disabled", (await _bridge.RosterAsync(desk)).Shifts.Single(s => s.Id == late.Id).People[0].Trouble);
        Assert.Contains("disabled", Assert.IsType<AssignmentAnswer.Refused>(await _bridge.Get<AssignPerson>().HandleAsync((await _bridge.ShiftAsync(desk, 2, "Late")).Id, _bridge.Ann.Id!.Value, _bridge.Sue, Ct)).Why, StringComparison.Ordinal);
        await _bridge.ChangeAccountAsync(_bridge.Sue, a => a.Role = Identity.Role.Operator);
        Assert.Equal(1, (await _bridge.RosterAsync(desk)).Shifts.Single(s => s.Id == late.Id).MissingSupervisors);
    }

    [Fact]
    public async Task Somebody_is_moved_to_another_shift_and_taken_off()
    {
        var desk = await _bridge.PlannedDeskAsync();
        var (late, night) = (await _bridge.ShiftAsync(desk, 1, "Late"), await _bridge.ShiftAsync(desk, 1, "Night"));
        var first = await _bridge.AssignAsync(late, _bridge.Ann);

        var moved = Assert.IsType<AssignmentAnswer.Done>(await _bridge.Get<MoveAssignment>().HandleAsync(first, night.Id, _bridge.Sue, Ct));

        Assert.NotEqual(first, moved.Id); // what names the old one must notice
        Assert.Equal("ann", Assert.Single((await _bridge.RosterAsync(desk)).Shifts, s => s.People.Count == 1).People[0].Name);
        Assert.IsType<AssignmentAnswer.NotFound>(await _bridge.Get<MoveAssignment>().HandleAsync(first, night.Id, _bridge.Sue, Ct));
        Assert.IsType<AssignmentAnswer.Done>(await _bridge.Get<UnassignPerson>().HandleAsync(moved.Id, _bridge.Sue, Ct));
        Assert.IsType<AssignmentAnswer.NotFound>(await _bridge.Get<UnassignPerson>().HandleAsync(moved.Id, _bridge.Sue, Ct));
        Assert.Equal(["shift.assigned by sue", "shift.moved by sue", "shift.unassigned by sue"], await _bridge.TimelineAsync("shift"));
    }

    [Fact]
    public async Task Crews_come_onto_their_shifts_by_rotation_and_follow_who_joins_and_leaves()
    {
        var desk = await _bridge.DeskAsync();
        var crew = _bridge.Get<SetCrew>();
        Assert.IsType<SetCrewResult.CannotStand>(await crew.HandleAsync(desk, "A", [_bridge.Viewer.Id!.Value], _bridge.Sue, Ct));
        await crew.HandleAsync(desk, "A", [_bridge.Ann.Id!.Value], _bridge.Sue, Ct);
        await _bridge.Get<SavePattern>().HandleAsync(desk, PatternPresets.EightHoursFourCrews(_bridge.Today), _bridge.Sue, Ct);
        var turns = (await _bridge.RosterAsync(desk)).Shifts.Where(s => s.Crew == "A").ToList();
        Assert.All(turns, s => Assert.Equal("ann", Assert.Single(s.People).Name));

        Assert.Equal(new SetCrewResult.Done(1, 1), await crew.HandleAsync(desk, "A", [_bridge.Bob.Id!.Value], _bridge.Sue, Ct));

        Assert.All((await _bridge.RosterAsync(desk)).Shifts.Where(s => s.Crew == "A" && s.StartsAt > _bridge.Now), s => Assert.Equal("bob", Assert.Single(s.People).Name));
        Assert.True(turns.Count > 8);
    }

    private Task<SaveDeskResult> SaveAsync(Guid? id, uint version, string name) => _bridge.Get<SaveDesk>().HandleAsync(id, version, new DeskDetails(name, "UTC"), _bridge.Sue, Ct);

    private Task<RetireDeskResult> RetireAsync(Guid desk) => _bridge.Get<RetireDesk>().HandleAsync(desk, _bridge.Sue, Ct);

    private async Task<string> MissingAsync(Guid desk, Shift shift) => (await _bridge.RosterAsync(desk)).Shifts.Single(s => s.Id == shift.Id).Missing;
}
