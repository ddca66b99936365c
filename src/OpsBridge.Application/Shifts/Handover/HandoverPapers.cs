namespace OpsBridge.Shifts.Handover;

/// <summary>One version of one text. A new version is a new row: nothing that was saved is ever lost.</summary>
public sealed record HandoverText(Guid HandoverId, HandoverSection Section, string Key, TextField Field, int Version)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 4000;

    /// <summary>What it says; empty when it was taken away.</summary>
    public required string Text { get; init; }

    /// <summary>Who wrote it.</summary>
    public required Guid WriterId { get; init; }

    /// <summary>That person's name.</summary>
    public required string Writer { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which text it is a version of.</summary>
    public TextPlace Place => new(Section, Key, Field);
}

/// <summary>Somebody coming on has read and understood a section.</summary>
public sealed record HandoverTick(Guid HandoverId, int Round, HandoverSection Section, Guid AccountId, string Name, DateTimeOffset At);

/// <summary>What is said between the two sides. The names are stored.</summary>
public enum MessageKind
{
    /// <summary>Asked by those coming on.</summary>
    Question,

    /// <summary>Answered by those going off.</summary>
    Answer,

    /// <summary>A supervisor lets it stand unanswered.</summary>
    Waiver,

    /// <summary>The top risks in the words of those coming on.</summary>
    ReadBack,

    /// <summary>Those going off confirm the read-back.</summary>
    Confirmation,

    /// <summary>Those going off correct the read-back.</summary>
    Correction,
}

/// <summary>One message between the two sides.</summary>
public sealed record HandoverMessage(Guid Id, Guid HandoverId, int Round, MessageKind Kind, Guid AccountId, string Name, DateTimeOffset At)
{
    /// <summary>The message that it answers; null for a question and a read-back.</summary>
    public Guid? ReplyTo { get; init; }

    /// <summary>The section that a question is about; null for everything.</summary>
    public HandoverSection? Section { get; init; }

    /// <summary>The words.</summary>
    public string Text { get; init; } = "";
}

/// <summary>Where one open thing goes on Accept. The latest row of a thing counts.</summary>
public sealed record HandoverDecision(Guid HandoverId, string Kind, string Key, int Revision)
{
    /// <summary>Where it goes.</summary>
    public required TransferTo To { get; init; }

    /// <summary>The new owner, for a person.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>That person's name.</summary>
    public string? PersonName { get; init; }

    /// <summary>Who decided.</summary>
    public required string By { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The thing.</summary>
    public BelongingKey Thing => new(Kind, Key);
}

/// <summary>Whose signature it is. The names are stored.</summary>
public enum SignatureRole
{
    /// <summary>Those going off.</summary>
    GoingOff,

    /// <summary>The supervisor of a handover of higher risk.</summary>
    Supervisor,

    /// <summary>Those coming on.</summary>
    ComingOn,
}

/// <summary>A signature: who signed what, with the password asked again.</summary>
public sealed record HandoverSignature(Guid Id, Guid HandoverId, int Round, SignatureRole Role, Guid AccountId, string Name, DateTimeOffset At)
{
    /// <summary>SHA-256 of what was signed, 64 hex digits.</summary>
    public required string Hash { get; init; }
}

/// <summary>What was added to a sealed record. The names are stored.</summary>
public enum AdditionKind
{
    /// <summary>Checked against reality: as written.</summary>
    Verified,

    /// <summary>Checked against reality: something was not as written.</summary>
    Discrepancy,

    /// <summary>A marked correction.</summary>
    Correction,

    /// <summary>Opened by a supervisor.</summary>
    Reopened,

    /// <summary>Nothing more is expected.</summary>
    Closed,

    /// <summary>What the hour after T brought that nobody had mentioned.</summary>
    Score,
}

/// <summary>One addition to a sealed record; each carries the hash of the one before it, so none can be changed or taken out unseen.</summary>
public sealed record HandoverAddition(Guid HandoverId, int Number, AdditionKind Kind, string Text, Guid? AccountId, string Name, DateTimeOffset At)
{
    /// <summary>SHA-256 over the hash before it and this addition, 64 hex digits.</summary>
    public required string Hash { get; init; }
}

/// <summary>The sealed record: everything as it stood on Accept, in one canonical text, chained to the desk's record before it.</summary>
public sealed record HandoverRecord(Guid HandoverId, Guid DeskId, int Number)
{
    /// <summary>When it was sealed (UTC).</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>Canonical JSON, byte for byte what was hashed.</summary>
    public required string Content { get; init; }

    /// <summary>Hash of the record before it; empty for the first of a desk.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over <see cref="PreviousHash"/> and <see cref="Content"/>, 64 hex digits.</summary>
    public required string Hash { get; init; }
}

/// <summary>Everything that was written, ticked, said, decided and signed for one handover; of texts and decisions the newest.</summary>
public sealed class HandoverPapers
{
    /// <summary>Newest version of each text.</summary>
    public Dictionary<TextPlace, HandoverText> Texts { get; } = [];

    /// <summary>Every text and decision that was overtaken by a newer one.</summary>
    public List<object> Overtaken { get; } = [];

    /// <summary>Ticks of all rounds.</summary>
    public List<HandoverTick> Ticks { get; } = [];

    /// <summary>Messages of all rounds, in order.</summary>
    public List<HandoverMessage> Messages { get; } = [];

    /// <summary>Newest decision about each thing.</summary>
    public Dictionary<BelongingKey, HandoverDecision> Decisions { get; } = [];

    /// <summary>Signatures of all rounds, in order.</summary>
    public List<HandoverSignature> Signatures { get; } = [];

    /// <summary>Additions after the seal, in order.</summary>
    public List<HandoverAddition> Additions { get; } = [];

    /// <summary>The sealed record; null before Accept.</summary>
    public HandoverRecord? Record { get; set; }

    /// <summary>A text as it stands; empty when nobody wrote one.</summary>
    public string TextOf(TextPlace place) => Texts.TryGetValue(place, out var text) ? text.Text : "";

    /// <summary>Takes in one more row of any of these.</summary>
    internal void Take(object paper)
    {
        switch (paper)
        {
            case HandoverText text:
                Keep(Texts, text.Place, text);
                break;
            case HandoverTick tick:
                Ticks.Add(tick);
                break;
            case HandoverMessage message:
                Messages.Add(message);
                break;
            case HandoverDecision decision:
                Keep(Decisions, decision.Thing, decision);
                break;
            case HandoverSignature signature:
                Signatures.Add(signature);
                break;
            case HandoverAddition addition:
                Additions.Add(addition);
                break;
            case HandoverRecord record:
                Record = record;
                break;
            default:
                throw new ArgumentException("No paper of a handover.", nameof(paper));
        }
    }

    private void Keep<TKey, TPaper>(Dictionary<TKey, TPaper> newest, TKey key, TPaper paper)
        where TKey : notnull
        where TPaper : notnull
    {
        if (newest.TryGetValue(key, out var older))
        {
            Overtaken.Add(older);
        }

        newest[key] = paper;
    }
}
