using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Assets;
using Xunit;

namespace OpsBridge.Shifts.Roster;

public sealed class RosterImportPageTests : ShiftPageContext
{
    private readonly FakeImports _imports = new();

    public RosterImportPageTests() => Services.AddSingleton<IRosterImports>(_imports);

    [Fact]
    public async Task Pasted_lines_are_shown_with_a_verdict_each_before_anything_is_stored()
    {
        _imports.Next = new RosterImportResult.Checked(Report(new RosterVerdict.Assign(false), new RosterVerdict.Unchanged()));
        var page = Render<RosterImportPage>();
        await page.Find("#paste").InputAsync(new() { Value = "day,shift,person" });
        await Button(page, "Check pasted lines").ClickAsync(new());

        Assert.Equal([ImportMode.DryRun], _imports.Asked);
        Assert.Equal("What would happen", page.FindAll("h2")[^1].TextContent.Trim());

        _imports.Next = new RosterImportResult.Applied(Report(new RosterVerdict.Assign(false), new RosterVerdict.Unchanged()));
        await Button(page, "Apply 1 line").ClickAsync(new());

        Assert.Equal([ImportMode.DryRun, ImportMode.Apply], _imports.Asked);
        Assert.Equal("1 line of the roster stored.", Assert.Single(Toasts.Current).Text);
    }

    [Fact]
    public async Task A_refused_line_is_shown_with_its_reason_as_text_and_nothing_can_be_stored()
    {
        _imports.Next = new RosterImportResult.Checked(Report(new RosterVerdict.Refused("There is no account “<b>x</b>”."), new RosterVerdict.Assign(true)));
        var page = Render<RosterImportPage>();
        await page.Find("#paste").InputAsync(new() { Value = "x" });
        await Button(page, "Check pasted lines").ClickAsync(new());

        Assert.True(Button(page, "Apply 1 line").HasAttribute("disabled"));
        Assert.Contains("There is no account “<b>x</b>”.", page.Find("table").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("td b b"));
    }

    [Fact]
    public void A_file_over_a_megabyte_is_refused_before_it_is_read()
    {
        var page = Render<RosterImportPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(Encoding.ASCII.GetBytes(new string('x', ImportRoster.MaxBytes + 1)), "roster.csv"));

        Assert.Equal("The file is larger than 1 MB. Split it.", page.Find("[role=alert]").TextContent);
        Assert.Empty(_imports.Asked);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_in_words()
    {
        var page = Render<RosterImportPage>();
        await page.Find("#paste").InputAsync(new() { Value = "x" });
        await Button(page, "Check pasted lines").ClickAsync(new());

        Assert.Equal("The database does not answer.", page.Find("[role=alert]").TextContent);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RosterImportPage> page, string text) => page.FindAll("button").Single(b => b.TextContent.Trim() == text);

    private static RosterImportReport Report(params RosterVerdict[] verdicts) =>
        new([.. verdicts.Select((v, i) => new RosterImportRow(i + 2, "operator2", "Main", "Early, Tue 24 Nov 2026 06:00–14:00", v))], ',', []);

    private sealed class FakeImports : IRosterImports
    {
        public RosterImportResult? Next { get; set; }

        public List<ImportMode> Asked { get; } = [];

        public Task<(RosterImportResult? Result, ShiftAnswer Answer)> RunAsync(ReadOnlyMemory<byte> file, Guid? desk, ImportMode mode)
        {
            Asked.Add(mode);
            return Task.FromResult((Next, ShiftAnswer.No("The database does not answer.")));
        }
    }
}
