using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class BackupCopyTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly CopyVerdict s_good = new(CopyOutcome.Good, "restored", TimeSpan.FromSeconds(3));

    private readonly BackupCopy _copy = new() { Target = "files", Kind = "archive", Path = "/copies/a" };

    [Fact]
    public void What_is_still_being_made_cannot_be_judged()
    {
        _copy.Judge(s_good, s_now);

        Assert.Equal((CopyState.Making, false), (_copy.State, _copy.IsGood));
    }

    [Fact]
    public void Complete_it_counts_only_once_it_was_found_good()
    {
        _copy.Complete(new MadeCopy(10, "00", 1), s_now);
        Assert.Equal((CopyState.Unverified, false), (_copy.State, _copy.IsGood));
        _copy.Judge(new CopyVerdict(CopyOutcome.Unknown, "no room"), s_now);
        Assert.Equal((CopyState.Unverified, "no room"), (_copy.State, _copy.Verification));
        _copy.Judge(s_good, s_now);
        Assert.True(_copy.IsGood);
        _copy.Judge(new CopyVerdict(CopyOutcome.Unknown, "no room"), s_now);
        Assert.Equal((CopyState.Verified, TimeSpan.FromSeconds(3)), (_copy.State, _copy.RestoreTook)); // what was known stays
        _copy.Judge(new CopyVerdict(CopyOutcome.Bad, "damaged"), s_now);
        Assert.Equal(CopyState.Corrupt, _copy.State);
    }

    [Fact]
    public void Once_retention_has_deleted_it_no_check_brings_it_back()
    {
        _copy.Complete(new MadeCopy(10, "00", 1), s_now);
        _copy.Judge(s_good, s_now);
        _copy.Expire(s_now);

        _copy.Judge(s_good, s_now);

        Assert.Equal((CopyState.Expired, "deleted by retention on 2026-01-05 08:00 UTC; before: Verified"), (_copy.State, _copy.Verification));
    }

    [Fact]
    public void The_rows_of_the_first_drill_stay_with_it()
    {
        _copy.Complete(new MadeCopy(10, "00", 1), s_now);
        _copy.Judge(s_good with { Facts = "first" }, s_now);
        _copy.Judge(s_good with { Facts = "second" }, s_now);

        Assert.Equal("first", _copy.Facts);
    }
}
