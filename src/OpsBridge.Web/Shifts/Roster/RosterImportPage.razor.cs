using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using OpsBridge.Assets;
using OpsBridge.Csv;
using OpsBridge.Ui;

namespace OpsBridge.Shifts.Roster;

/// <summary>A roster from CSV in two steps: the verdict on every line, then all of it or nothing.</summary>
public sealed partial class RosterImportPage
{
    private const string TooLarge = "The file is larger than 1 MB. Split it.";
    private static readonly string s_example = "desk,day,shift,person\nMain,2026-11-24,Early,operator1\nMain,2026-11-24,Late,operator2";

    private ReadOnlyMemory<byte> _file;
    private RosterImportReport? _report;
    private IReadOnlyList<RosterImportRow> _refused = [];
    private IReadOnlyList<RosterImportRow> _new = [];
    private IReadOnlyList<RosterImportRow> _unchanged = [];
    private string? _fileName;
    private string _pasted = "";
    private string? _problem;
    private string? _selected;
    private string _show = "all";
    private bool _applied;

    /// <summary>Key of the desk of lines that name none.</summary>
    [SupplyParameterFromQuery(Name = "desk")]
    public string? DeskId { get; set; }

    [Inject] private IRosterImports Imports { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    private IReadOnlyList<RosterImportRow> Rows => _show switch
    {
        "refused" => _refused,
        "new" => _new,
        "unchanged" => _unchanged,
        _ => _report?.Rows ?? [],
    };

    private static string ReportNote(RosterImportReport report)
    {
        var delimiter = report.Delimiter switch { ';' => "semicolons", '\t' => "tabs", _ => "commas" };
        var ignored = report.IgnoredColumns.Count == 0 ? "" : $"; ignored columns: {string.Join(", ", report.IgnoredColumns.Select(CsvCells.Excerpt))}";
        return $"{Lines(report.Rows.Count)}, cells between {delimiter}{ignored}";
    }

    private static IReadOnlyList<Segment> Views(RosterImportReport report) =>
        [new("all", "All", report.Rows.Count), new("refused", "Refused", report.Refused), new("new", "New", report.Assigned), new("unchanged", "Unchanged", report.Unchanged)];

    private static string? WhyNot(RosterImportReport report) => report.Refused > 0
        ? $"Mend the {Lines(report.Refused)} refused first: all are stored or none."
        : report.Assigned == 0 ? "Every line says what is planned already." : null;

    private static string Detail(RosterVerdict verdict) => verdict switch
    {
        RosterVerdict.Refused refused => refused.Reason,
        RosterVerdict.Assign { NewShift: true } => "The shift is new as well",
        _ => "",
    };

    private static string Lines(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? "line" : "lines")}");

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        _fileName = chosen.File.Name;
        if (chosen.File.Size > ImportRoster.MaxBytes)
        {
            (_report, _problem) = (null, TooLarge);
            return;
        }

        var bytes = new MemoryStream();
        await using var stream = chosen.File.OpenReadStream(ImportRoster.MaxBytes);
        await stream.CopyToAsync(bytes);
        await CheckAsync(bytes.ToArray());
    }

    private Task CheckPastedAsync()
    {
        _fileName = null;
        return CheckAsync(Encoding.UTF8.GetBytes(_pasted));
    }

    private Task CheckAsync(byte[] file)
    {
        _file = file;
        return RunAsync(ImportMode.DryRun);
    }

    private async Task ApplyAsync()
    {
        await RunAsync(ImportMode.Apply);
        if (_applied)
        {
            Toasts.Say($"{Lines(_report!.Assigned)} of the roster stored.");
        }
    }

    private async Task RunAsync(ImportMode mode)
    {
        var (result, answer) = await Imports.RunAsync(_file, Guid.TryParse(DeskId, out var desk) ? desk : null, mode);
        (_report, _problem, _applied) = result switch
        {
            RosterImportResult.Checked dry => (dry.Report, null, false),
            RosterImportResult.Applied done => (done.Report, null, true),
            RosterImportResult.NotApplied refused => (refused.Report, "Something changed since the check: lines are refused now, and nothing was stored.", false),
            RosterImportResult.Unreadable unreadable => ((RosterImportReport?)null, unreadable.Reason, false),
            _ => (null, answer.Text, false),
        };
        var rows = _report?.Rows ?? [];
        (_refused, _new, _unchanged) = ([.. rows.Where(r => r.Verdict is RosterVerdict.Refused)], [.. rows.Where(r => r.Verdict is RosterVerdict.Assign)], [.. rows.Where(r => r.Verdict is RosterVerdict.Unchanged)]);
        _show = _refused.Count > 0 ? "refused" : "all";
    }
}
