using OpsBridge.Alerts.Intake;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Sources;

/// <summary>
/// A place in an event that rules read: a label by its name, <c>annotation:name</c>, or <c>@summary</c>, <c>@detail</c>,
/// <c>@dedup_key</c> where the format has them. Label names begin with a letter, so the spellings never meet.
/// </summary>
public static class EventField
{
    /// <summary>What the name of an annotation begins with.</summary>
    public const string Annotation = "annotation:";

    /// <summary>The line that the format has besides the annotations.</summary>
    public const string Summary = "@summary";

    /// <summary>The longer text that the format has.</summary>
    public const string Detail = "@detail";

    /// <summary>The sender's own key.</summary>
    public const string DedupKey = "@dedup_key";

    /// <summary>Whether the text names a field.</summary>
    public static bool IsValid(string field) => field is Summary or Detail or DedupKey
        || (field.StartsWith(Annotation, StringComparison.Ordinal) ? field.Length > Annotation.Length && field.Length <= 120 : LabelName.IsValid(field));

    /// <summary>What stands there; null where nothing does.</summary>
    internal static string? Read(IncomingEvent e, Dictionary<string, string> labels, string field) => field switch
    {
        Summary => e.Summary,
        Detail => e.Detail,
        DedupKey => e.DedupKey,
        _ when field.StartsWith(Annotation, StringComparison.Ordinal) => e.Annotations[field[Annotation.Length..]],
        _ => labels.GetValueOrDefault(field),
    };
}
