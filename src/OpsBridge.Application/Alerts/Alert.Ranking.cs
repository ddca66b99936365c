using OpsBridge.Alerts.Correlation;

namespace OpsBridge.Alerts;

/// <content>What operators say of cause and symptom; written set-based by the correlation.</content>
public sealed partial class Alert
{
    /// <summary>
    /// The alert that an operator named as the cause; <see cref="CauseId"/> is the top of its chain. Null with
    /// <see cref="CauseFrom"/> = <see cref="SymptomOrigin.Operator"/>: an operator said that it stands for itself.
    /// </summary>
    public long? RankedUnder { get; private set; }

    /// <summary>Puts back how it was ranked before a step; what stands above it may have changed since, the keeper of the correlation sees to that.</summary>
    private void RestoreRanking(RankingRestore was) => (CauseId, CauseFrom, RankedUnder) = (was.CauseId, was.CauseFrom, was.RankedUnder);
}
