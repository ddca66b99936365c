using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using OpsBridge.Csv;
using OpsBridge.SignIn;
using OpsBridge.Ui;

namespace OpsBridge.Assets;

/// <summary>CSV import in two steps: the verdict on every row, then all of it or nothing.</summary>
public sealed partial class AssetImportPage
{
    private static readonly string s_example = "name,kind,site,criticality,owner_team,tags,parents\ninv-web-01,server,Zurich DC,high,inventory,env=prod;tier=1,inv-lb-01";

    private ReadOnlyMemory<byte> _file;
    private IReadOnlyList<ImportRow> _rows = [];
    private ImportReport? _report;
    private string? _fileName;
    private string _pasted = "";
    private string? _problem;
    private string? _selected;
    private string _show = "all";
    private bool _applied;

    [Inject] private ImportAssets Import { get; set; } = default!;

    [Inject] private CurrentActor Current { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    private static string ReportNote(ImportReport report)
    {
        var delimiter = report.Delimiter switch { ';' => "semicolons", '\t' => "tabs", _ => "commas" };
        var ignored = report.IgnoredColumns.Count == 0 ? "" : $"; ignored columns: {string.Join(", ", report.IgnoredColumns.Select(CsvCells.Excerpt))}";
        return $"{AssetWords.Count(report.Rows.Count, "row")}, cells between {delimiter}{ignored}";
    }

    private static IReadOnlyList<Segment> Views(ImportReport report) =>
    [
        new("all", "All", report.Rows.Count), new("refused", "Refused", report.Refused), new("create", "New", report.Created),
        new("change", "Change", report.Changed), new("unchanged", "Unchanged", report.Unchanged),
    ];

    private static string? WhyNot(ImportReport report) => report.Refused > 0
        ? $"Mend the {AssetWords.Count(report.Refused, "refused row")} first: all rows are stored or none."
        : report.Created + report.Changed == 0 ? "Every row says what is known already." : null;

    private static string Detail(ImportVerdict verdict) => verdict switch
    {
        ImportVerdict.Refused refused => refused.Reason,
        ImportVerdict.Change change => string.Join(" · ", change.Fields.Select(f => $"{f.Field.Replace('_', ' ')}: {Shown(f.Before)} → {Shown(f.After)}")),
        _ => "",
    };

    private static string Shown(string value) => value.Length == 0 ? "nothing" : CsvCells.Excerpt(value);

    private void ShowRows(string show)
    {
        _show = show;
        _rows = show switch
        {
            "refused" => [.. _report!.Rows.Where(r => r.Verdict is ImportVerdict.Refused)],
            "create" => [.. _report!.Rows.Where(r => r.Verdict is ImportVerdict.Create)],
            "change" => [.. _report!.Rows.Where(r => r.Verdict is ImportVerdict.Change)],
            "unchanged" => [.. _report!.Rows.Where(r => r.Verdict is ImportVerdict.Unchanged)],
            _ => _report?.Rows ?? [],
        };
    }

    private async Task UploadAsync(InputFileChangeEventArgs chosen)
    {
        _fileName = chosen.File.Name;
        if (chosen.File.Size > ImportAssets.MaxBytes)
        {
            (_report, _problem) = (null, "The file is larger than 10 MB. Split it.");
            return;
        }

        var bytes = new MemoryStream();
        await using var stream = chosen.File.OpenReadStream(ImportAssets.MaxBytes);
        await stream.CopyToAsync(bytes);
        await CheckAsync(bytes.ToArray());
    }

    private Task CheckPastedAsync()
    {
        _fileName = null;
        return CheckAsync(Encoding.UTF8.GetBytes(_pasted));
    }

    private async Task CheckAsync(byte[] file)
    {
        _file = file;
        await RunAsync(ImportMode.DryRun);
        ShowRows(_report?.Refused > 0 ? "refused" : "all");
    }

    private async Task ApplyAsync()
    {
        await RunAsync(ImportMode.Apply);
        ShowRows(_report?.Refused > 0 ? "refused" : "all");
        if (_applied)
        {
            Toasts.Say($"{AssetWords.Count(_report!.Created, "asset")} added, {_report.Changed:N0} changed.");
        }
    }

    private async Task RunAsync(ImportMode mode)
    {
        var result = await Import.HandleAsync(_file, mode, await Current.GetAsync(), CancellationToken.None);
        (_report, _problem, _applied) = result switch
        {
            ImportResult.Checked dry => (dry.Report, null, false),
            ImportResult.Applied done => (done.Report, null, true),
            ImportResult.NotApplied refused => (refused.Report, "Something changed since the check: rows are refused now, and nothing was stored.", false),
            _ => ((ImportReport?)null, ((ImportResult.Unreadable)result).Reason, false),
        };
    }
}
