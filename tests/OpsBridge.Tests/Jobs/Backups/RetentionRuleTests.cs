using OpsBridge.Jobs.Kinds;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class RetentionRuleTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_good_copies_stay() =>
        Assert.Equal([3, 4], Expired(new BackupPolicy { KeepLast = 3 }, Days(0, 1, 2, 3, 4)));

    [Fact]
    public void The_last_good_copy_stays_however_old_it_is() =>
        Assert.Equal([500], Expired(new BackupPolicy { KeepLast = 1 }, Days(400, 500)));

    [Fact]
    public void Nothing_goes_while_no_copy_is_good() =>
        Assert.Empty(Expired(new BackupPolicy { KeepLast = 1 }, [(0, CopyOutcome.Unknown), (1, CopyOutcome.Bad), (2, CopyOutcome.Unknown)]));

    [Fact]
    public void A_doubtful_copy_goes_once_enough_good_ones_came_after_it() =>
        Assert.Equal([5], Expired(new BackupPolicy { KeepLast = 2 }, [(0, CopyOutcome.Good), (1, CopyOutcome.Unknown), (2, CopyOutcome.Good), (5, CopyOutcome.Bad)]));

    [Fact]
    public void Grandfather_father_and_son_keep_the_last_of_each_day_week_and_month()
    {
        var kept = Enumerable.Range(0, 120).Except(Expired(new BackupPolicy { KeepLast = 1, Daily = 3, Weekly = 3, Monthly = 3 }, Days([.. Enumerable.Range(0, 120)])));

        // 2026-11-22 is a Sunday: days 0, 1, 2; Sundays 0, 7, 14; ends of months 0 (so far), 22 (October), 53 (September).
        Assert.Equal([0, 1, 2, 7, 14, 22, 53], kept);
    }

    private static (int, CopyOutcome)[] Days(params int[] ages) => [.. ages.Select(a => (a, CopyOutcome.Good))];

    private static IEnumerable<int> Expired(BackupPolicy policy, (int Age, CopyOutcome Outcome)[] copies)
    {
        var made = copies.ToDictionary(c => Copy(c.Age, c.Outcome), c => c.Age);
        return RetentionRule.Expired(made.Keys, policy, s_now).Select(c => made[c]).Order();
    }

    private static BackupCopy Copy(int age, CopyOutcome outcome)
    {
        var at = s_now.AddDays(-age);
        var copy = new BackupCopy { Id = Guid.CreateVersion7(at), Target = "x", Kind = "pgdump", Path = "/x", StartedAt = at };
        copy.Complete(new MadeCopy(1, "", 1), at);
        copy.Judge(new CopyVerdict(outcome, ""), at);
        return copy;
    }
}
