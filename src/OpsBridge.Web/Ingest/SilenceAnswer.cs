using OpsBridge.Alerts;
using OpsBridge.Maintenance;

namespace OpsBridge.Ingest;

/// <summary>One silence as Alertmanager's clients see it (api/v2/openapi.yaml, <c>gettableSilence</c>).</summary>
internal sealed record SilenceAnswer(
    string Id, SilenceAnswer.Stand Status, string UpdatedAt, string StartsAt, string EndsAt, string CreatedBy, string Comment,
    IReadOnlyList<SilenceAnswer.Condition> Matchers, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>The answer for a silence.</summary>
    public static SilenceAnswer Of(SilenceRow row) => new(
        row.Id.ToString(),
        new Stand(row.State switch { SilenceState.Active => "active", SilenceState.Pending => "pending", _ => "expired" }),
        AlertmanagerWriter.Print(row.UpdatedAt),
        AlertmanagerWriter.Print(row.StartsAt),
        AlertmanagerWriter.Print(row.EndsAt),
        row.CreatedBy,
        row.Comment,
        [.. row.Matchers.Select(Condition.Of)],
        row.Annotations.ToDictionary(StringComparer.Ordinal));

    /// <summary>The order of Alertmanager's list: active ones that end first, then pending ones that begin first, then the latest of the expired.</summary>
    public static IEnumerable<SilenceRow> InOrder(IReadOnlyList<SilenceRow> rows) => rows
        .OrderBy(r => r.State switch { SilenceState.Active => 0, SilenceState.Pending => 1, _ => 2 })
        .ThenBy(r => r.State switch
        {
            SilenceState.Active => r.EndsAt.UtcTicks,
            SilenceState.Pending => r.StartsAt.UtcTicks,
            _ => -r.EndsAt.UtcTicks,
        });

    /// <summary>Where it is in its life.</summary>
    internal sealed record Stand(string State);

    /// <summary>One condition.</summary>
    internal sealed record Condition(string Name, string Value, bool IsRegex, bool IsEqual)
    {
        /// <summary>The condition as clients write it.</summary>
        public static Condition Of(Matcher matcher) => new(
            matcher.Name, matcher.Value, matcher.Kind is MatchKind.Matches or MatchKind.NotMatches, matcher.Kind is MatchKind.Equal or MatchKind.Matches);
    }
}
