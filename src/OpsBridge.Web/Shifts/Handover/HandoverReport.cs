using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace OpsBridge.Shifts.Handover;

/// <summary>
/// A handover as one HTML file of one to two printed pages: for the printer, and for a mail program, which reads styles at the
/// elements only. Every text in it is encoded.
/// </summary>
public sealed class HandoverReport
{
    private const string Cell = "padding:3px 8px 3px 0;vertical-align:top;text-align:left;border-bottom:1px solid #d5dbe1";
    private const int MostFacts = 12;
    private readonly StringBuilder _html = new();
    private readonly HandoverView _view;
    private readonly FactWords _words;

    private HandoverReport(HandoverView view)
    {
        _view = view;
        _words = new FactWords(TimeZoneInfo.TryFindSystemTimeZoneById(view.Zone, out var zone) ? zone : TimeZoneInfo.Utc);
    }

    /// <summary>The whole document.</summary>
    /// <param name="view">The handover.</param>
    /// <param name="linked">Whether it refers to the console's style sheet for print; not for mail.</param>
    public static string Write(HandoverView view, bool linked)
    {
        var report = new HandoverReport(view);
        report.All(linked);
        return report._html.ToString();
    }

    private void All(bool linked)
    {
        var head = _view.Head;
        Raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        Text($"Handover {head.OutgoingShift} → {head.IncomingShift}, {_view.DeskName}, {Time(head.At)}");
        Raw("</title>");
        Raw(linked ? "<link rel=\"stylesheet\" href=\"/css/report.css\">" : "");
        Raw("</head><body style=\"font:12px/1.45 Inter,'Segoe UI',Arial,sans-serif;color:#15202b;background:#ffffff;max-width:820px;margin:24px auto;padding:0 16px\">");
        Raw("<h1 style=\"font-size:19px;margin:0\">");
        Text($"{head.OutgoingShift} → {head.IncomingShift}");
        Raw("</h1>");
        Paragraph($"{_view.DeskName} · T = {Time(head.At)} {_view.Zone} · {HandoverWords.Of(head.State).ToLowerInvariant()}{(head.Mode is { } mode ? $" · {mode}" : "")}", "margin:2px 0;color:#4f5e6c");
        Paragraph(People(), "margin:2px 0 8px");
        if (!_view.IsSealed)
        {
            Paragraph("Draft: not accepted. Facts are those of now.", "margin:0 0 8px;padding:4px 8px;border:1px solid #b35300;color:#b35300");
        }

        if (_view.Risks.Count > 0)
        {
            Paragraph($"Higher risk: {string.Join(" · ", _view.Risks)}", "margin:0 0 8px;font-weight:bold;color:#b35300");
        }

        foreach (var section in _view.Case.Around.Facts.Sections)
        {
            Section(section);
        }

        Quiet();
        Said();
        Moved();
        Signed();
        Raw("</body></html>");
    }

    private string People()
    {
        var off = _view.Case.SignedOff?.Name ?? string.Join(", ", _view.Case.GoingOff.Select(s => s.AccountName));
        var third = _view.Case.Countersigned is { } boss ? $" · countersigned by {boss.Name}" : "";
        return $"Going off: {(off.Length > 0 ? off : "nobody")} · coming on: {_view.Head.Reviewer ?? "nobody yet"}{third} · tells of {Time(_view.Head.From)} to {Time(_view.Head.At)}";
    }

    private string Note(SectionFacts section) => _view.Case.Papers.TextOf(new(section.Section, "", TextField.Note));

    /// <summary>Sections with nothing in them are named: they were looked at as well.</summary>
    private void Quiet()
    {
        var empty = _view.Case.Around.Facts.Sections.Where(s => s.Total == 0 && Note(s).Length == 0 && s.Section != HandoverSection.Notes).ToLookup(s => s.IsTold, s => HandoverSections.Word(s.Section));
        if (empty[true].Any())
        {
            Paragraph($"Quiet, nothing to hand over: {string.Join(", ", empty[true])}.", "margin:12px 0 2px;color:#4f5e6c");
        }

        if (empty[false].Any())
        {
            Paragraph($"The console does not report on: {string.Join(", ", empty[false])}; nobody wrote anything about them.", "margin:2px 0;color:#4f5e6c");
        }
    }

    private void Section(SectionFacts section)
    {
        var note = Note(section);
        if (section.Total == 0 && note.Length == 0)
        {
            return;
        }

        var counted = section.Total > 1 && section.Section is not (HandoverSection.State or HandoverSection.MonitoringHealth or HandoverSection.People or HandoverSection.Figures);
        Heading($"{HandoverSections.Word(section.Section)}{(counted ? $" ({section.Total.ToString("N0", CultureInfo.InvariantCulture)})" : "")}");
        if (note.Length > 0)
        {
            Paragraph(note, "margin:2px 0;white-space:pre-wrap;font-weight:600");
        }

        var shown = section.Facts.Take(MostFacts).ToLookup(IsBrief);
        Raw("<table style=\"width:100%;border-collapse:collapse\">");
        foreach (var fact in shown[false])
        {
            Fact(section.Section, fact);
        }

        Raw("</table>");
        foreach (var fact in shown[true])
        {
            Paragraph(fact.Detail is null ? fact.Title : $"{fact.Title} · {fact.Detail}", "margin:1px 0");
        }

        if (section.Total > MostFacts)
        {
            Paragraph($"and {section.Total - Math.Min(MostFacts, section.Facts.Count)} more in the console", "margin:2px 0;color:#4f5e6c");
        }
    }

    /// <summary>Whether one line says it: nothing to see to, nobody's.</summary>
    private static bool IsBrief(HandoverFact fact) => fact is { Severity: null, Tone: <= FactTone.Plain, NeedsJudgement: false, Owner: null };

    private void Fact(HandoverSection section, HandoverFact fact)
    {
        Raw($"<tr><td style=\"{Cell};width:70px;color:{(fact.Tone == FactTone.Bad ? "#c41e1e" : fact.Tone == FactTone.Warn ? "#b35300" : "#4f5e6c")}\">");
        Text(fact.Severity ?? (fact.Tone >= FactTone.Warn ? "Attention" : ""));
        Raw($"</td><td style=\"{Cell}\"><b>");
        Text(fact.Title);
        Raw("</b>");
        Raw(fact is { NeedsJudgement: true, Detail: not null } ? "<br>" : "");
        Text(fact.Detail is null || fact.NeedsJudgement ? fact.Detail ?? "" : $" · {fact.Detail}");
        Line(fact.NeedsJudgement ? fact.Background : null, "Background: ");
        var (what, next) = (Judged(section, fact, TextField.Assessment), Judged(section, fact, TextField.Recommendation));
        Line(what, "Assessment: ");
        Line(next, "Recommendation: ");
        Line(!fact.NeedsJudgement || what is not null || next is not null ? null : HandoverLife.Writing.Contains(_view.Head.State) ? "Not assessed yet." : "Not assessed before the signature.", "");
        Raw($"</td><td style=\"{Cell};width:110px\">");
        Text(fact.Owner ?? "");
        Raw("</td></tr>");
    }

    private string? Judged(HandoverSection section, HandoverFact fact, TextField field) => _view.Case.Papers.TextOf(new(section, fact.Key, field)) is { Length: > 0 } text ? text : null;

    private void Said()
    {
        var messages = _view.Case.Papers.Messages;
        if (messages.Count == 0)
        {
            return;
        }

        Heading("Questions and read-back");
        foreach (var message in messages)
        {
            var words = message.Kind == MessageKind.Confirmation ? "." : $": {message.Text}";
            Paragraph($"{_words.Clock(message.At, _view.Head.At)} {message.Name} {HandoverWords.Says(message.Kind)}{words}", "margin:2px 0;white-space:pre-wrap");
        }
    }

    private void Moved()
    {
        if (_view.Transfers.Count == 0)
        {
            return;
        }

        Heading("Changed hands");
        foreach (var group in _view.Transfers.GroupBy(t => (t.Thing.Kind, t.Owner, t.AfterSignature)))
        {
            Paragraph($"{HandoverWords.Things(group.Count(), group.Key.Kind)} to {group.Key.Owner ?? (group.Key.Kind == "silence" ? "nobody: not accepted, lapses" : "the pool")}{(group.Key.AfterSignature ? ", after the signature" : "")}", "margin:2px 0");
        }
    }

    private void Signed()
    {
        Heading("Signatures");
        if (_view.Case.SignedOff is null)
        {
            Paragraph("Nobody has signed yet.", "margin:2px 0");
        }

        Raw("<table style=\"width:100%;border-collapse:collapse\">");
        foreach (var signature in _view.Case.Papers.Signatures.Where(s => s.Round == _view.Head.Round))
        {
            Raw($"<tr><td style=\"{Cell}\">");
            Text(signature.Role switch { SignatureRole.GoingOff => "Going off", SignatureRole.ComingOn => "Coming on", _ => "Supervisor" });
            Raw($"</td><td style=\"{Cell}\"><b>");
            Text(signature.Name);
            Raw($"</b></td><td style=\"{Cell}\">");
            Text(Time(signature.At));
            Raw("</td></tr>");
        }

        Raw("</table>");
        foreach (var addition in _view.Case.Papers.Additions)
        {
            Paragraph($"Added {Time(addition.At)} by {addition.Name} ({addition.Kind.ToString().ToLowerInvariant()}): {addition.Text}", "margin:2px 0;white-space:pre-wrap");
        }

        if (_view.Case.Papers.Record is { } record)
        {
            Paragraph($"Record {record.Number} of {_view.DeskName}, sha256 {record.Hash}{(record.PreviousHash.Length > 0 ? $", after {record.PreviousHash}" : ", the first")}", "margin:8px 0 0;font:10px monospace;color:#4f5e6c;word-break:break-all");
        }
    }

    private string Time(DateTimeOffset at) => _words.Full(at);

    private void Heading(string text)
    {
        Raw("<h2 style=\"font-size:13px;margin:12px 0 2px;border-bottom:2px solid #15202b\">");
        Text(text);
        Raw("</h2>");
    }

    private void Paragraph(string text, string style)
    {
        Raw($"<p style=\"{style}\">");
        Text(text);
        Raw("</p>");
    }

    private void Line(string? text, string before)
    {
        if (text is not null)
        {
            Raw("<br><b>");
            Text(before);
            Raw("</b>");
            Text(text);
        }
    }

    private void Raw(string html) => _html.Append(html);

    private void Text(string text) => _html.Append(HtmlEncoder.Default.Encode(text));
}
