namespace OpsBridge.Jobs;

/// <summary>Finds runs that work on the same asset at the same time.</summary>
internal static class DayOverlaps
{
    /// <summary>The lanes, each with its runs that share their time with a run of another lane on the same asset.</summary>
    public static IEnumerable<DayLane> Mark(IReadOnlyList<DayLane> lanes, IReadOnlyList<Job> jobs, DateTimeOffset now)
    {
        var assets = jobs.ToDictionary(j => j.Id, j => j.Details.AssetId);
        var found = new Dictionary<Guid, string>();
        foreach (var group in lanes.Where(l => assets.GetValueOrDefault(l.JobId) is not null).GroupBy(l => assets[l.JobId]).Where(g => g.Skip(1).Any()))
        {
            Sweep([.. group.SelectMany(l => l.Runs.Where(r => r.StartedAt is not null).Select(r => (l.JobId, l.Name, Run: r))).OrderBy(x => x.Run.StartedAt)], now, found);
        }

        return lanes.Select(l => l.Runs.Any(r => found.ContainsKey(r.Id)) ? l with { Overlaps = l.Runs.Where(r => found.ContainsKey(r.Id)).ToDictionary(r => r.Id, r => found[r.Id]) } : l);
    }

    private static void Sweep(List<(Guid JobId, string Name, RunBrief Run)> runs, DateTimeOffset now, Dictionary<Guid, string> found)
    {
        List<(Guid JobId, string Name, RunBrief Run)> open = [];
        foreach (var next in runs)
        {
            open.RemoveAll(o => (o.Run.EndedAt ?? now) <= next.Run.StartedAt);
            foreach (var other in open.Where(o => o.JobId != next.JobId))
            {
                found.TryAdd(other.Run.Id, next.Name);
                found.TryAdd(next.Run.Id, other.Name);
            }

            open.Add(next);
        }
    }
}
