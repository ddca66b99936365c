using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverModelTests
{
    private const int Worlds = 40;
    private const int StepsEach = 500; // 20,000 steps in all

    [Fact]
    public void Whatever_people_do_one_holds_the_desk_nothing_is_orphaned_no_text_is_lost_and_the_chain_verifies()
    {
        var accepted = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Worlds).WithReplay(20261122, 1), Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var world = new HandoverWorld(seed);
            for (var i = 0; i < StepsEach; i++)
            {
                if (world.Step() is { } broken)
                {
                    return false.Label($"step {i}: {broken}");
                }
            }

            accepted += world.Accepted;
            return (!HandoverProof.Check(world.Sealed).Any()).Label("chain");
        }));

        Assert.True(accepted > Worlds * 3, $"only {accepted} handovers were accepted: the model tries too little");
    }
}
