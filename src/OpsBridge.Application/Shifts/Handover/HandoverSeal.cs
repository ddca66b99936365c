using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// The canonical form of a handover and its hash. The form is JSON with fixed order of members and rows, times as UTC with
/// microseconds, nothing optional left out: the same rows give the same bytes on every machine, so a stored record can be made
/// again from its rows and compared (ADR 0022).
/// </summary>
public static class HandoverSeal
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the text is hashed, mailed and read by people, never put into a script
        Converters = { new JsonStringEnumConverter(), new MomentConverter() },
    };

    /// <summary>SHA-256 over the hash before it, a line feed, and the text; 64 hex digits.</summary>
    public static string Of(string previous, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{text}")));

    /// <summary>What those going off and the supervisor sign: head, texts and decisions of the round.</summary>
    public static string Draft(WatchHandover head, HandoverPapers papers) =>
        JsonSerializer.Serialize(new { head.Id, head.Round, Texts = Texts(papers), Decisions = Decisions(papers) }, s_json);

    /// <summary>The whole handover.</summary>
    /// <param name="head">Its head, accepted.</param>
    /// <param name="papers">Its papers.</param>
    /// <param name="facts">The frozen facts, as <see cref="Freeze"/> wrote them.</param>
    public static string Canonical(WatchHandover head, HandoverPapers papers, JsonElement facts) => JsonSerializer.Serialize(
        new
        {
            Format = 1,
            Head = new
            {
                head.Id, head.DeskId, head.OutgoingShiftId, head.IncomingShiftId, head.OutgoingShift, head.IncomingShift,
                head.From, head.PlannedAt, head.NextUntil, head.CutAt, head.Round, head.CreatedAt, head.OpenedAt, head.PreparedAt,
                head.ReviewerId, head.Reviewer, head.ReviewedAt, head.Mode, head.RejectReason, head.AcceptedAt,
            },
            Facts = facts,
            Texts = Texts(papers),
            Overtaken = Of("", string.Join('\n', papers.Overtaken.Select(o => JsonSerializer.Serialize(o, o.GetType(), s_json)).Order(StringComparer.Ordinal))),
            Ticks = papers.Ticks.OrderBy(t => t.Round).ThenBy(t => t.Section).ThenBy(t => t.AccountId),
            Messages = papers.Messages.OrderBy(m => m.At).ThenBy(m => m.Id),
            Decisions = Decisions(papers),
            Signatures = papers.Signatures.OrderBy(s => s.At).ThenBy(s => s.Id),
        },
        s_json);

    /// <summary>One addition, without its own hash.</summary>
    public static string Canonical(HandoverAddition addition) => JsonSerializer.Serialize(addition with { Hash = "" }, s_json);

    /// <summary>The facts as they are kept for good, with the risks that were seen.</summary>
    public static JsonElement Freeze(FactBook facts, IReadOnlyList<string> risks, IReadOnlyList<SealedTransfer> transfers) =>
        JsonSerializer.SerializeToElement(new SealedFacts([.. facts.Sections], risks, transfers), s_json);

    /// <summary>The frozen facts of a sealed record.</summary>
    /// <exception cref="JsonException">The content is no record.</exception>
    public static SealedFacts FactsOf(string content)
    {
        using var document = JsonDocument.Parse(content);
        return document.RootElement.GetProperty("Facts").Deserialize<SealedFacts>(s_json) ?? throw new JsonException("no facts");
    }

    /// <summary>The facts part of a sealed record, as it stands there.</summary>
    /// <exception cref="JsonException">The content is no record.</exception>
    public static JsonElement FactsElement(string content)
    {
        using var document = JsonDocument.Parse(content);
        return document.RootElement.TryGetProperty("Facts", out var facts) ? facts.Clone() : throw new JsonException("no facts");
    }

    private static IEnumerable<HandoverText> Texts(HandoverPapers papers) =>
        papers.Texts.Values.OrderBy(t => t.Section).ThenBy(t => t.Key, StringComparer.Ordinal).ThenBy(t => t.Field);

    private static IEnumerable<HandoverDecision> Decisions(HandoverPapers papers) =>
        papers.Decisions.Values.OrderBy(d => d.Kind, StringComparer.Ordinal).ThenBy(d => d.Key, StringComparer.Ordinal);

    private sealed class MomentConverter : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.Parse(reader.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString(Format, System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>What became of one belonging on Accept.</summary>
/// <param name="Thing">What it was.</param>
/// <param name="To">Where it went.</param>
/// <param name="Owner">Who has it now; null for the pool.</param>
/// <param name="AfterSignature">Whether nobody had decided about it, because those going off came to own it after they had signed.</param>
public sealed record SealedTransfer(Belonging Thing, TransferTo To, string? Owner, bool AfterSignature = false);

/// <summary>Facts as they were frozen.</summary>
/// <param name="Sections">All sections.</param>
/// <param name="Risks">Why it was one of higher risk.</param>
/// <param name="Transfers">What changed hands.</param>
public sealed record SealedFacts(IReadOnlyList<SectionFacts> Sections, IReadOnlyList<string> Risks, IReadOnlyList<SealedTransfer> Transfers);
