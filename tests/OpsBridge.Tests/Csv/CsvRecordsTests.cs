using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Csv;

public sealed class CsvRecordsTests
{
    [Fact]
    public void Quoted_cells_may_hold_delimiters_quotes_and_lines() =>
        Assert.Equal(["a,b", "say \"hi\"", "one\r\ntwo", ""], Read("\"a,b\",\"say \"\"hi\"\"\",\"one\r\ntwo\",\n").Single().Cells);

    [Fact]
    public void An_unclosed_quote_is_the_fault_of_its_line_only()
    {
        var records = Read("a,1\nb,\"2\nc,3\nd,4");

        Assert.Equal([1, 2, 3, 4], records.Select(r => r.Line));
        Assert.Equal("A quote is opened and never closed.", records[1].Problem);
        Assert.Equal(["c", "3"], records[2].Cells);
    }

    [Fact]
    public void An_unclosed_quote_does_not_pair_with_the_next_quoted_cell()
    {
        var records = Read("a,\"1\nb,\"2\"\nc,3");

        Assert.Equal([false, true, true], records.Select(r => r.Problem is null));
        Assert.Equal(["b", "2"], records[1].Cells);
    }

    [Theory]
    [InlineData("a,b\"c\"")]
    [InlineData("\"a\"b,c")]
    public void A_quote_in_the_wrong_place_is_a_problem_of_its_record(string line) =>
        Assert.Equal([false, true], Read($"{line}\nd,e").Select(r => r.Problem is null));

    [Fact]
    public void A_record_after_a_cell_of_several_lines_has_the_right_line_number() =>
        Assert.Equal([1, 4], Read("a,\"1\r\n2\n3\"\nb,4").Select(r => r.Line));

    [Fact]
    public void Lines_without_any_text_are_skipped() => Assert.Equal([2, 5], Read("\na\n,,,\n\nb\r\n").Select(r => r.Line));

    [Fact]
    public void A_quote_that_is_never_closed_is_given_up_after_the_longest_cell()
    {
        var records = Read($"\"{new string('x', CsvRecords.MaxCell + 10)}\"\nb");

        Assert.Equal([false, true], records.Select(r => r.Problem is null));
    }

    [Fact]
    public void One_line_that_is_not_UTF_8_harms_no_other()
    {
        var text = CsvText.Decode([.. "a\nZ"u8, 0xFC, .. "rich\nb"u8]);

        Assert.Equal([2], text.BrokenLines);
        Assert.StartsWith("a\nZ", text.Text, StringComparison.Ordinal);
        Assert.EndsWith("\nb", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_cells_that_are_quoted_come_back_as_they_were() =>
        Prop.ForAll(s_cells.ArrayOf().Where(c => c.Any(t => t.Length > 0)).ToArbitrary(), cells =>
        {
            var line = string.Join(',', cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
            return Read(line).Single().Cells.SequenceEqual(cells, StringComparer.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Prop.ForAll(s_bytes.ToArbitrary(), bytes => new CsvRecords(CsvText.Decode(bytes).Text, ',').Read().Count() <= bytes.Length)
            .QuickCheckThrowOnFailure();

    private static readonly Gen<string> s_cells =
        Gen.Elements("a", "b", ",", ";", "\"", "\n", "\r\n", "\r", " ", "é", "😀", "=").ArrayOf().Select(string.Concat);

    private static readonly Gen<byte[]> s_bytes =
        Gen.Elements<byte>((byte)'a', (byte)',', (byte)'"', (byte)'\n', (byte)'\r', 0, 0xFF, 0xC3, 0xA9).ArrayOf();

    private static List<CsvRecord> Read(string text) => [.. new CsvRecords(CsvText.Decode(Encoding.UTF8.GetBytes(text)).Text, ',').Read()];
}
