using OpsBridge.Measuring;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Shifts;

/// <summary>The model test of the handover at length: random steps by random people, invariants after each, the chain at the end.</summary>
internal static class ModelBenchmark
{
    private const int StepsEach = 500;

    public static Task<Report> RunAsync(BenchmarkOptions options)
    {
        var (steps, seed) = (options.Count("steps", 1_000_000), options.Count("seed", 20261122));
        options.RefuseOthers();
        var report = new Report("model", FormattableString.Invariant($"{steps} steps in worlds of {StepsEach}, seed {seed}"));
        var began = TimeProvider.System.GetTimestamp();
        var trial = HandoverModel.Try((steps + StepsEach - 1) / StepsEach, StepsEach, (ulong)seed);
        report.Add("steps without a broken invariant (one holder, no orphan, no lost text, chain verifies)", $"{trial.Steps}, {trial.Accepted} handovers sealed among them");
        report.Add("it took", $"{TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s");
        return Task.FromResult(report);
    }
}
