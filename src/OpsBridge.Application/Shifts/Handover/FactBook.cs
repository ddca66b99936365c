namespace OpsBridge.Shifts.Handover;

/// <summary>The facts of one section.</summary>
/// <param name="Section">Which.</param>
/// <param name="Facts">Worst first.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="IsTold">Whether any part of the console reports on it.</param>
public sealed record SectionFacts(HandoverSection Section, IReadOnlyList<HandoverFact> Facts, int Total, bool IsTold)
{
    /// <summary>The worst of its facts.</summary>
    public FactTone Tone => Facts.Count == 0 ? FactTone.Quiet : Facts.Max(f => f.Tone);
}

/// <summary>The facts of all sections at one moment.</summary>
public sealed class FactBook
{
    /// <summary>The most facts of a section that are shown and sealed.</summary>
    public const int Most = 500;

    private readonly Dictionary<HandoverSection, SectionFacts> _sections;

    /// <summary>Facts as the slices told them.</summary>
    public FactBook(IEnumerable<SectionFacts> sections) => _sections = sections.ToDictionary(s => s.Section);

    /// <summary>No facts at all.</summary>
    public static FactBook Empty { get; } = new([]);

    /// <summary>Every section, in reading order.</summary>
    public IEnumerable<SectionFacts> Sections => HandoverSections.All.Select(Of);

    /// <summary>The facts of a section.</summary>
    public SectionFacts Of(HandoverSection section) => _sections.GetValueOrDefault(section) ?? new SectionFacts(section, [], 0, false);

    /// <summary>Facts on which those going off must say something.</summary>
    public IEnumerable<(HandoverSection Section, HandoverFact Fact)> ToJudge =>
        Sections.SelectMany(s => s.Facts.Where(f => f.NeedsJudgement).Select(f => (s.Section, f)));

    /// <summary>What makes this handover one of higher risk, as the facts say; each reason once.</summary>
    public IReadOnlyList<string> Risks => [.. Sections.SelectMany(s => s.Facts).Select(f => f.Risk).OfType<string>().Distinct(StringComparer.Ordinal)];
}
