using System.Text.Json;

namespace OpsBridge.Alerts.Correlation;

/// <summary>What Undo of a ranking puts back.</summary>
/// <param name="CauseId">The cause as it was.</param>
/// <param name="CauseFrom">Who had ranked it.</param>
/// <param name="RankedUnder">The cause that an operator had named.</param>
internal sealed record RankingRestore(long? CauseId, SymptomOrigin? CauseFrom, long? RankedUnder)
{
    public static RankingRestore Read(string json) => JsonSerializer.Deserialize<RankingRestore>(json)!;

    public string Write() => JsonSerializer.Serialize(this);
}
