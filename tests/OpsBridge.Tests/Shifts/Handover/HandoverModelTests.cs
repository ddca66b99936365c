using Xunit;

namespace OpsBridge.Shifts.Handover;

public sealed class HandoverModelTests
{
    private const int Worlds = 40;
    private const int StepsEach = 500; // the benchmark "model" takes a million steps

    [Fact]
    public void Whatever_people_do_one_holds_the_desk_nothing_is_orphaned_no_text_is_lost_and_the_chain_verifies()
    {
        var trial = HandoverModel.Try(Worlds, StepsEach, seed: 20261122);

        Assert.Equal(Worlds * StepsEach, trial.Steps);
        Assert.True(trial.Accepted > Worlds * 3, $"only {trial.Accepted} handovers were accepted: the model tries too little");
    }
}
