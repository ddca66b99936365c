using OpsBridge.Identity;
using OpsBridge.Shifts.Watch;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed partial class HandoverLifeTests
{
    private static readonly DateTimeOffset s_six = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_noon = s_six.AddHours(6);
    private readonly Actor _off = Actor.InRole(Guid.CreateVersion7(), "operator1", Role.Operator);
    private readonly Actor _on = Actor.InRole(Guid.CreateVersion7(), "operator3", Role.Operator);
    private readonly Actor _boss = Actor.InRole(Guid.CreateVersion7(), "supervisor1", Role.Supervisor);
    private readonly Actor _viewer = Actor.InRole(Guid.CreateVersion7(), "viewer1", Role.Viewer);
    private readonly HandoverPapers _papers = new();
    private readonly WatchHandover _head;
    private readonly WatchSpell _spell;
    private FactBook _facts = new([Section(HandoverSection.State, new HandoverFact("state", "3 open"))]);
    private IReadOnlyList<Belonging> _belongings = [];
    private Dictionary<Guid, DateTimeOffset> _lastWatch = [];

    public HandoverLifeTests()
    {
        _head = WatchHandover.Schedule(new HandoverPlan(Guid.CreateVersion7(), s_six, s_six.AddHours(8), s_six.AddHours(16)) { OutgoingShiftId = Guid.CreateVersion7() }, s_six);
        _spell = WatchSpell.Begin(_head.DeskId, _head.OutgoingShiftId, _off, holds: true, s_six);
    }

    [Fact]
    public void Every_step_has_its_row_and_every_state_is_reached_by_one()
    {
        var steps = typeof(HandoverStep).GetNestedTypes().Where(t => !t.IsAbstract).ToHashSet();

        Assert.Equal(steps, HandoverLife.Steps.ToHashSet());
        Assert.Equal(
            Enum.GetValues<HandoverState>().Except([HandoverState.Scheduled]).Order(),
            steps.Select(s => HandoverLife.Of(s).To).OfType<HandoverState>().Distinct().Order());
    }

    [Fact]
    public void A_step_in_any_state_that_its_row_does_not_name_is_refused()
    {
        foreach (var state in Enum.GetValues<HandoverState>())
        {
            _head.Enter(state);
            foreach (var step in Samples().Where(s => !HandoverLife.Of(s.GetType()).From.Contains(state)))
            {
                Assert.IsType<HandoverOutcome.Refused>(Case().Take(step, Actor.InRole(Guid.CreateVersion7(), "all", Role.Admin), s_noon));
                Assert.Equal(state, _head.State);
            }
        }
    }

    [Fact]
    public void A_viewer_can_do_nothing_in_any_state()
    {
        foreach (var state in Enum.GetValues<HandoverState>())
        {
            _head.Enter(state);
            Assert.All(Samples(), step => Assert.IsType<HandoverOutcome.Refused>(Case().Take(step, _viewer, s_noon)));
        }
    }

    [Fact]
    public void Signing_names_everything_that_is_missing()
    {
        _facts = new([Section(HandoverSection.Alerts, new HandoverFact("alert/1", "db-1 is down") { NeedsJudgement = true })]);
        _belongings = [new Belonging("alert", "1", "db-1 is down", _off.Id!.Value, _off.Name, "/alerts/1")];
        Do(new HandoverStep.Open(), _off);

        Assert.Equal(
            [
                "Say in one line how the bridge stands.",
                "“db-1 is down” has no assessment and no recommendation.",
                "Nobody has decided where the alert “db-1 is down” goes.",
            ],
            Refused(new HandoverStep.Sign(), _off));
    }

    [Fact]
    public void Nobody_accepts_their_own_handover_even_after_leaving_the_watch()
    {
        ToReadBack();
        _spell.PassHold(s_noon);
        _spell.End(WatchEnding.Left, s_noon);

        Assert.Contains("Nobody accepts their own handover.", Refused(new HandoverStep.Accept(), _off));
    }

    [Fact]
    public void Those_going_off_cannot_read_ask_or_accept()
    {
        ToReview();

        Assert.Equal("operator1 goes off this watch; somebody coming on must do that.", Assert.Single(Refused(new HandoverStep.Read(HandoverSection.State), _off)));
        Assert.IsType<HandoverOutcome.Refused>(Case().Take(new HandoverStep.Ask(null, "why?"), _off, s_noon));
    }

    [Fact]
    public void An_unread_section_is_named()
    {
        _facts = new([Section(HandoverSection.State, new HandoverFact("state", "3 open")), Section(HandoverSection.MonitoringHealth, new HandoverFact("health", "no gaps"))]);
        ToReview();
        Do(new HandoverStep.Read(HandoverSection.State), _on);

        Assert.Equal("operator3 has not read Monitoring health.", Assert.Single(Refused(new HandoverStep.ReadBack("the risks"), _on)));
    }

    [Fact]
    public void An_unanswered_question_blocks_until_it_is_answered_or_a_supervisor_waives_it()
    {
        ToReview();
        Do(new HandoverStep.Ask(HandoverSection.State, "Who approves?"), _on);
        Do(new HandoverStep.Read(HandoverSection.State), _on);
        Do(new HandoverStep.ReadBack("the risks"), _on);
        Do(new HandoverStep.Confirm(), _off);

        Assert.Equal("operator3’s question is unanswered: “Who approves?”", Assert.Single(Refused(new HandoverStep.Accept(), _on)));
        var question = Case().OpenQuestions.Single().Id;
        Assert.IsType<HandoverOutcome.Refused>(Case().Take(new HandoverStep.Waive(question, "fine"), _on, s_noon));
        Do(new HandoverStep.Waive(question, "the owner is asleep; asked by mail"), _boss);
        Do(new HandoverStep.Accept(), _on);
    }

    [Fact]
    public void A_corrected_read_back_is_read_back_again()
    {
        ToReview();
        Do(new HandoverStep.Read(HandoverSection.State), _on);
        Do(new HandoverStep.ReadBack("all is well"), _on);
        Do(new HandoverStep.Correct("db-1 is not"), _off);

        Assert.Equal("The read-back was corrected; read it back again.", Assert.Single(Refused(new HandoverStep.Accept(), _on)));
        Do(new HandoverStep.ReadBack("all but db-1"), _on);
        Do(new HandoverStep.Confirm(), _off);
        Do(new HandoverStep.Accept(), _on);
    }

    [Theory]
    [InlineData("critical open")]
    [InlineData("window spans T")]
    public void A_risk_in_the_facts_needs_a_third_persons_signature(string risk)
    {
        _facts = new([Section(HandoverSection.State, new HandoverFact("state", "3 open") { Risk = risk })]);
        ToReadBack();

        Assert.Equal($"A supervisor must countersign: {risk}.", Assert.Single(Refused(new HandoverStep.Accept(), _on)));
        Assert.IsType<HandoverOutcome.Refused>(Case().Take(new HandoverStep.Countersign(), _on, s_noon));
        Do(new HandoverStep.Countersign(), _boss);
        Do(new HandoverStep.Accept(), _on);
    }

    [Fact]
    public void A_supervisor_who_comes_on_cannot_countersign_for_himself()
    {
        _facts = new([Section(HandoverSection.State, new HandoverFact("state", "3 open") { Risk = "critical open" })]);
        Prepare();
        Do(new HandoverStep.Review("at the desk"), _boss);

        Assert.IsType<HandoverOutcome.Refused>(Case().Take(new HandoverStep.Countersign(), _boss, s_noon));
    }

    [Fact]
    public void A_long_absence_and_a_long_shift_are_risks()
    {
        _lastWatch = new() { [_on.Id!.Value] = s_six.AddDays(-9) };
        ToReview();

        Assert.Equal("operator3 away for 9 days", Assert.Single(Case().Risks()));

        var night = WatchHandover.Schedule(new HandoverPlan(Guid.CreateVersion7(), s_six, s_six.AddHours(12), s_six.AddHours(24)) { OutgoingShiftId = Guid.CreateVersion7() }, s_six);
        Assert.Equal("12 h shift", Assert.Single(new HandoverCase(night, new HandoverPapers(), new HandoverSurroundings()).Risks()));
    }

    [Fact]
    public void Sent_back_it_is_signed_read_and_confirmed_anew()
    {
        ToReadBack();
        Do(new HandoverStep.Reject("which db?"), _on);
        Assert.Equal((HandoverState.Rejected, 2, "which db?"), (_head.State, _head.Round, _head.RejectReason));

        Do(new HandoverStep.Sign(), _off);
        Do(new HandoverStep.Review("by phone"), _on);
        Assert.Equal("operator3 has not read State of the bridge.", Assert.Single(Refused(new HandoverStep.ReadBack("again"), _on)));
    }

    [Fact]
    public void The_second_writer_of_a_text_sees_the_first_ones_and_neither_is_lost()
    {
        Do(new HandoverStep.Open(), _off);
        var place = new TextPlace(HandoverSection.Notes, "", TextField.Note);
        Do(new HandoverStep.Write(place, "first", 0), _off);

        var overtaken = Assert.IsType<HandoverOutcome.Overtaken>(Case().Take(new HandoverStep.Write(place, "second", 0), _off, s_noon));
        Assert.Equal("first", overtaken.Theirs.Text);
        Do(new HandoverStep.Write(place, "first and second", overtaken.Theirs.Version), _off);
        Assert.Equal("first and second", _papers.TextOf(place));
    }

    private HandoverDecision Decision(string key, TransferTo to) => new(_head.Id, "alert", key, 1) { To = to, By = _off.Name, At = s_noon };

    private static SectionFacts Section(HandoverSection section, params HandoverFact[] facts) => new(section, facts, facts.Length, true);

    private static IEnumerable<HandoverStep> Samples() =>
    [
        new HandoverStep.Open(), new HandoverStep.Write(HandoverCase.StateLine, "x", 0), new HandoverStep.Decide([new("alert", "1")], TransferTo.Watch, null),
        new HandoverStep.Sign(), new HandoverStep.Withdraw(), new HandoverStep.Review("x"), new HandoverStep.Read(HandoverSection.State), new HandoverStep.Ask(null, "x"),
        new HandoverStep.Answer(Guid.Empty, "x"), new HandoverStep.Waive(Guid.Empty, "x"), new HandoverStep.ReadBack("x"), new HandoverStep.Confirm(),
        new HandoverStep.Correct("x"), new HandoverStep.Countersign(), new HandoverStep.Accept(), new HandoverStep.Reject("x"), new HandoverStep.CrossCheck(null),
        new HandoverStep.Append("x"), new HandoverStep.Close(), new HandoverStep.Reopen("x"), new HandoverStep.Lapse("x"),
    ];

    private HandoverCase Case() => new(_head, _papers, new HandoverSurroundings
    {
        OnWatch = _spell.LeftAt is null ? [_spell] : [],
        Facts = _facts,
        Belongings = _belongings,
        LastWatch = _lastWatch,
        People = new Dictionary<Guid, string> { [_off.Id!.Value] = _off.Name, [_on.Id!.Value] = _on.Name },
    });

    private void Do(HandoverStep step, Actor who) => Assert.IsType<HandoverOutcome.Done>(Case().Take(step, who, s_noon));

    private IReadOnlyList<string> Refused(HandoverStep step, Actor who) => Assert.IsType<HandoverOutcome.Refused>(Case().Take(step, who, s_noon)).Reasons;

    private void Prepare()
    {
        Do(new HandoverStep.Open(), _off);
        Do(new HandoverStep.Write(HandoverCase.StateLine, "stable", 0), _off);
        Do(new HandoverStep.Sign(), _off);
    }

    private void ToReview()
    {
        Prepare();
        Do(new HandoverStep.Review("at the desk"), _on);
    }

    private void ToReadBack()
    {
        ToReview();
        Do(new HandoverStep.Read(HandoverSection.State), _on);
        Do(new HandoverStep.ReadBack("the risks"), _on);
        Do(new HandoverStep.Confirm(), _off);
    }
}
