namespace OpsBridge.Alerts.Correlation;

/// <summary>Generated estates, alerts and moves.</summary>
internal static class Generated
{
    /// <summary>Relations first, then what arrives, in any order.</summary>
    public sealed record Plan(Action<World> Relations, IReadOnlyList<Action<World>> Arrivals);

    public static Plan Estate(Dice dice)
    {
        var parents = Enumerable.Range(0, 6)
            .Select(i => (Name: $"n{i}", Parents: Enumerable.Range(0, i).Where(_ => dice.Chance(35)).Select(p => $"n{p}").ToArray()))
            .ToList();
        var arrivals = new List<Action<World>>();
        foreach (var i in Enumerable.Range(0, 6).Where(_ => dice.Chance(50)))
        {
            var seconds = dice.Next(1500);
            arrivals.Add(w => w.GoesDown($"n{i}", seconds));
        }

        for (long id = 1; id <= 9; id++)
        {
            arrivals.Add(Alert(dice, id));
        }

        foreach (var i in Enumerable.Range(0, 3).Where(_ => dice.Chance(50)))
        {
            var rule = new RankingRuleDetails($"r{i}", $"name=\"{Name(dice)}\"", $"name=~\"{Name(dice)}|{Name(dice)}\"") { EqualLabels = dice.Chance(50) ? ["site"] : [] };
            arrivals.Add(w =>
            {
                w.Rules.Add(rule);
                w.Rules.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            });
        }

        return new Plan(w => parents.ForEach(p => w.Asset(p.Name, p.Parents)), arrivals);
    }

    public static World Build(Plan plan)
    {
        var world = new World();
        plan.Relations(world);
        foreach (var arrival in plan.Arrivals)
        {
            arrival(world);
        }

        return world;
    }

    public static void OperatorsMove(Dice dice, World world)
    {
        var ids = world.Alerts.Where(_ => dice.Chance(30)).Select(a => a.Id).DefaultIfEmpty(world.Alerts[0].Id).ToArray();
        var cause = world.Alerts[dice.Next(world.Alerts.Count)].Id;
        switch (dice.Next(6))
        {
            case 0:
                world.Alone(ids);
                break;
            case 1 when world.Alerts.Count > 3:
                world.Close(cause);
                world.Keep();
                break;
            default:
                world.Rank(cause, ids);
                break;
        }
    }

    private static string Name(Dice dice) => $"a{dice.Next(4)}";

    private static Action<World> Alert(Dice dice, long id)
    {
        var asset = dice.Chance(80) ? $"n{dice.Next(6)}" : null;
        var seconds = dice.Next(1500);
        var severity = (AlertSeverity)dice.Next(4);
        var check = dice.Chance(50);
        (string, string)[] labels = [("name", Name(dice)), ("site", $"s{dice.Next(2)}"), ("alertname", dice.Chance(30) ? "InstanceDown" : "Other")];
        return w => w.Alert(id, asset, seconds, severity, check && asset is not null, labels);
    }
}
