using System.Text;
using System.Text.Json;
using OpsBridge.Alerts;
using OpsBridge.Kernel;
using OpsBridge.Maintenance;

namespace OpsBridge.Ingest;

/// <summary>Body of <c>POST /api/v2/silences</c> (Alertmanager v2, api/v2/openapi.yaml, <c>postableSilence</c>).</summary>
internal sealed record SilenceBody(
    string? Id, IReadOnlyList<SilenceBody.Condition?>? Matchers, string? StartsAt, string? EndsAt, string? CreatedBy, string? Comment, IReadOnlyDictionary<string, string?>? Annotations)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { MaxDepth = WireReader.Deepest };

    /// <summary>Reads a body; null where it is not the JSON that is wanted.</summary>
    public static SilenceBody? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<SilenceBody>(body, s_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the body says, or why it cannot be meant.</summary>
    public (SilenceDetails? Details, string? Error) ToDetails()
    {
        var matchers = new List<Matcher>();
        foreach (var condition in Matchers ?? [])
        {
            var (matcher, error) = condition is null ? (null, "a matcher is null") : condition.ToMatcher();
            if (matcher is null)
            {
                return (null, $"invalid label matcher: {error}");
            }

            matchers.Add(matcher);
        }

        if (Time(StartsAt) is not { } start || Time(EndsAt) is not { } end)
        {
            return (null, "startsAt and endsAt must be times as RFC 3339 writes them");
        }

        return (new SilenceDetails(matchers, start, end, Comment ?? "")
        {
            CreatedBy = CreatedBy,
            Annotations = Labels.From((Annotations ?? new Dictionary<string, string?>(StringComparer.Ordinal)).Select(a => KeyValuePair.Create(a.Key, a.Value ?? ""))),
        }, null);
    }

    private static DateTimeOffset? Time(string? text) =>
        text is not null && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var at) && at > DateTimeOffset.MinValue ? at : null;

    /// <summary>One condition; without <c>isEqual</c> it is an equality, as before Alertmanager 0.22.</summary>
    internal sealed record Condition(string? Name, string? Value, bool IsRegex, bool? IsEqual)
    {
        /// <summary>The condition in our own language, or why it is none.</summary>
        public (Matcher? Matcher, string? Error) ToMatcher() => Matcher.Create(
            Name ?? "",
            (IsRegex, IsEqual ?? true) switch
            {
                (false, true) => MatchKind.Equal,
                (false, false) => MatchKind.NotEqual,
                (true, true) => MatchKind.Matches,
                (true, false) => MatchKind.NotMatches,
            },
            Value ?? "");
    }
}
