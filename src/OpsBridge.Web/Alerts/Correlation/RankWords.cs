using System.Globalization;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Rankings in words for the person at the screen.</summary>
internal static class RankWords
{
    /// <summary>What became of a ranking.</summary>
    public static AlertAnswer Of(RankResult result, long? askedCause) => result switch
    {
        RankResult.Done { CauseId: { } cause } done => new($"{Alerts(done.Ranked)} now {(done.Ranked.Count == 1 ? "a symptom" : "symptoms")} of {Number(cause)}{(cause == askedCause ? "" : $", the cause of {Number(askedCause!.Value)}")}.{More(done)}", "ok") { ActionId = done.ActionId },
        RankResult.Done done => new($"{(done.Ranked.Count == 1 ? $"{Number(done.Ranked[0])} stands for itself" : $"{Count(done.Ranked.Count)} alerts stand for themselves")}, whatever parents and rules say.{More(done)}", "ok") { ActionId = done.ActionId },
        RankResult.Nothing { Left: [var one] } => new(Sentence(one.Reason), "warning"),
        RankResult.Nothing nothing => new($"Nothing was ranked: {Reasons(nothing.Left)}.", "warning"),
        RankResult.CauseClosed => new("The cause is closed. Choose one that is open.", "warning"),
        RankResult.CauseNotFound => new("There is no such cause.", "warning"),
        RankResult.Invalid invalid => new(invalid.Reason, "warning"),
        _ => new("Nothing was ranked.", "warning"),
    };

    /// <summary>Who says that an alert is a symptom.</summary>
    public static string Of(SymptomOrigin? from) => from switch
    {
        SymptomOrigin.Parent => "it is reached through it",
        SymptomOrigin.Rule => "a rule says so",
        _ => "an operator said so",
    };

    /// <summary>"1 symptom", "13 symptoms".</summary>
    public static string Symptoms(int count) => count == 1 ? "1 symptom" : $"{Count(count)} symptoms";

    /// <summary>A number as people write it.</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"#12".</summary>
    public static string Number(long id) => string.Create(CultureInfo.InvariantCulture, $"#{id}");

    /// <summary>Why one alert was not ranked, in a few words.</summary>
    public static string Short(RankRefusalReason reason) => reason switch
    {
        RankRefusalReason.NotFound => "unknown",
        RankRefusalReason.Closed => "closed already",
        RankRefusalReason.Itself => "the cause itself",
        _ => "ranked so already",
    };

    private static string Alerts(IReadOnlyList<long> ids) => ids.Count == 1 ? $"{Number(ids[0])} is" : $"{Count(ids.Count)} alerts are";

    private static string More(RankResult.Done done) =>
        (done.Followed.Count == 0 ? "" : $" {Count(done.Followed.Count)} more moved along.") + (done.Left.Count == 0 ? "" : $" Left as they are: {Reasons(done.Left)}.");

    private static string Reasons(IReadOnlyList<RankRefusal> left) =>
        string.Join(", ", left.GroupBy(l => l.Reason).Select(g => $"{Count(g.Count())} {Short(g.Key)}"));

    private static string Sentence(RankRefusalReason reason) => reason switch
    {
        RankRefusalReason.NotFound => "There is no such alert.",
        RankRefusalReason.Closed => "It is closed already.",
        RankRefusalReason.Itself => "An alert is no symptom of itself. Tick the symptoms, then move to their cause.",
        _ => "It is ranked so already.",
    };
}
