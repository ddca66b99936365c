using OpsBridge.Identity;
using Xunit;

namespace OpsBridge.Jobs.Backups;

public sealed class RestoreRequestTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly Actor s_ann = Actor.InRole(Guid.CreateVersion7(), "ann", Role.Supervisor);
    private static readonly Actor s_bob = Actor.InRole(Guid.CreateVersion7(), "bob", Role.Supervisor);

    private readonly RestoreRequest _request = RestoreRequest.Ask(Guid.CreateVersion7(), "orders_back", "gone", s_ann, s_now);

    [Theory]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    [InlineData(600, false)]
    public void It_waits_for_an_hour(int minutes, bool open) => Assert.Equal(open, _request.IsOpen(s_now.AddMinutes(minutes)));

    [Fact]
    public void Once_decided_it_waits_no_more()
    {
        _request.Refuse(s_ann, s_now);

        Assert.False(_request.IsOpen(s_now));
    }

    [Fact]
    public void Somebody_else_approves_also_not_the_same_person_under_a_second_account_of_the_same_name_nor_a_program()
    {
        Assert.True(_request.MayBeApprovedBy(s_bob));
        Assert.False(_request.MayBeApprovedBy(s_ann));
        Assert.False(_request.MayBeApprovedBy(Actor.InRole(Guid.CreateVersion7(), "ann", Role.Supervisor)));
        Assert.False(_request.MayBeApprovedBy(s_ann with { Name = "ann-marie" }));
        Assert.False(_request.MayBeApprovedBy(Actor.Internal("jobs")));
    }
}
