using Xunit;

namespace OpsBridge.Shifts.Handover;

/// <content>The cut, the seal and what goes where.</content>
public sealed partial class HandoverLifeTests
{
    [Fact]
    public void The_cut_is_T_when_accepted_late_and_the_moment_itself_when_accepted_early()
    {
        ToReadBack();
        Case().Take(new HandoverStep.Accept(), _on, s_six.AddHours(8).AddMinutes(9));
        Assert.Equal(s_six.AddHours(8), _head.CutAt);

        _head.Accept(_on.Id!.Value, _on.Name, s_six.AddHours(7));
        Assert.Equal(s_six.AddHours(7), _head.CutAt);
    }

    [Fact]
    public void A_sealed_record_takes_corrections_only_as_additions_and_a_closed_one_only_when_reopened()
    {
        ToReadBack();
        Do(new HandoverStep.Accept(), _on);
        Case().Seal(null, new WatchTransfer(new Dictionary<string, IReadOnlyList<Transfer>>(), []));
        var before = _papers.Record;
        Do(new HandoverStep.CrossCheck("two silences more"), _off);
        Do(new HandoverStep.Close(), _boss);
        Assert.IsType<HandoverOutcome.Refused>(Case().Take(new HandoverStep.Append("typo"), _on, s_noon));
        Do(new HandoverStep.Reopen("typo in a name"), _boss);
        Do(new HandoverStep.Append("it was db-2"), _on);

        Assert.Same(before, _papers.Record);
        Assert.Equal([AdditionKind.Discrepancy, AdditionKind.Closed, AdditionKind.Reopened, AdditionKind.Correction], _papers.Additions.Select(a => a.Kind));
        Assert.Empty(HandoverProof.Check([new SealedCase(_head, _papers)]));
    }

    [Fact]
    public void What_is_left_undecided_or_meant_for_somebody_absent_goes_to_the_watch()
    {
        var absent = Guid.CreateVersion7();
        _belongings = [.. Enumerable.Range(1, 3).Select(i => new Belonging("alert", $"{i}", $"alert {i}", _off.Id!.Value, _off.Name, "/"))];
        _papers.Take(Decision("1", TransferTo.Pool));
        _papers.Take(Decision("2", TransferTo.Person) with { PersonId = absent, PersonName = "operator9" });

        var moves = WatchTransfer.Plan(Case(), _on).ByKind["alert"];

        Assert.Equal([TransferTo.Pool, TransferTo.Watch, TransferTo.Watch], moves.Select(m => m.To));
        Assert.Equal([null, _on.Id, _on.Id], moves.Select(m => m.PersonId));
    }
}
