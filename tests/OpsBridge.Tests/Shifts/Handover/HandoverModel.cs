using FsCheck;
using FsCheck.Fluent;

namespace OpsBridge.Shifts.Handover;

/// <summary>What trying came to.</summary>
/// <param name="Steps">Steps taken.</param>
/// <param name="Accepted">Handovers accepted and sealed among them.</param>
internal sealed record HandoverTrial(long Steps, long Accepted);

/// <summary>Random steps in many worlds (FsCheck chooses them and names the seed of one that breaks): the tests try some, the benchmark a million.</summary>
internal static class HandoverModel
{
    /// <summary>Tries them; after every step the invariants of <see cref="HandoverWorld"/> hold, and at the end the chain verifies.</summary>
    /// <exception cref="Exception">Something is not true; the message names world and step.</exception>
    public static HandoverTrial Try(int worlds, int stepsEach, ulong seed)
    {
        var (steps, accepted) = (0L, 0L);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds).WithReplay(seed, 1), Prop.ForAll(ArbMap.Default.ArbFor<int>(), dice =>
        {
            var world = new HandoverWorld(dice);
            for (var i = 0; i < stepsEach; i++)
            {
                steps++;
                if (world.Step() is { } broken)
                {
                    return false.Label($"world {dice}, step {i}: {broken}");
                }
            }

            accepted += world.Accepted;
            return (!HandoverProof.Check(world.Sealed).Any()).Label($"world {dice}: the chain does not verify");
        }));
        return new HandoverTrial(steps, accepted);
    }
}
