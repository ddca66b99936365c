using OpsBridge.Jobs.Kinds;
using Xunit;

namespace OpsBridge.Jobs.Running;

public sealed class OutputTailTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_a_million_lines_the_first_and_the_last_stay_with_their_numbers()
    {
        var (tail, stored) = (new OutputTail(Guid.Empty, 0), new SortedDictionary<int, string>());
        for (var i = 1; i <= 1_000_000; i++)
        {
            tail.Add(s_now, LineSource.Out, $"line {i}");
            if (i % 3000 == 0)
            {
                Store(tail, stored);
            }
        }

        Store(tail, stored);
        Assert.Equal(OutputTail.HeadLines + OutputTail.TailLines, stored.Count);
        Assert.Equal(Enumerable.Range(1, OutputTail.HeadLines).Concat(Enumerable.Range(1_000_000 - OutputTail.TailLines + 1, OutputTail.TailLines)), stored.Keys);
        Assert.All(stored, l => Assert.Equal($"line {l.Key}", l.Value));
    }

    [Fact]
    public void Long_lines_count_by_their_size()
    {
        var (tail, stored) = (new OutputTail(Guid.Empty, 0), new SortedDictionary<int, string>());
        var line = new string('x', RunText.MaxLine);
        for (var i = 0; i < 5000; i++)
        {
            tail.Add(s_now, LineSource.Out, line);
        }

        Store(tail, stored);
        Assert.InRange(stored.Values.Sum(l => l.Length), 3_900_000, OutputTail.HeadSize + OutputTail.TailSize);
        Assert.Equal(5000, stored.Keys.Last());
    }

    [Fact]
    public void What_could_not_be_stored_comes_again_in_order()
    {
        var (tail, stored) = (new OutputTail(Guid.Empty, OutputTail.HeadLines - 2), new SortedDictionary<int, string>());
        Add(tail, 4);
        var lost = tail.Take();
        Add(tail, 3);
        tail.Return(lost);
        Assert.True(tail.HasNew);
        Store(tail, stored);
        Assert.Equal(Enumerable.Range(OutputTail.HeadLines - 1, 7), stored.Keys);
        Assert.False(tail.HasNew);
    }

    [Theory]
    [InlineData("plain\r\n", "plain")]
    [InlineData("\u001b[1;31mred\u001b[0m and \u0007bell\u0000", "red and \ufffdbell\ufffd")]
    [InlineData("whole \ud83d\ude00 char\ttab", "whole \ud83d\ude00 char\ttab")]
    [InlineData("\u001b[", "\ufffd[")]
    public void Control_characters_and_colours_go(string said, string kept) => Assert.Equal(kept, RunText.Line(said));

    [Fact]
    public void Half_characters_become_whole_ones() => Assert.Equal("half \ufffd char", RunText.Line("half \ud83d char"));

    [Fact]
    public void A_long_line_is_cut_between_characters()
    {
        Assert.Equal(new string('a', 9) + "…", RunText.Line(new string('a', 11), 10));
        Assert.Equal(new string('a', 8) + "…", RunText.Line(new string('a', 8) + "\ud83d\ude00\ud83d\ude00", 10));
    }

    private static void Add(OutputTail tail, int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            tail.Add(s_now, LineSource.Out, "line");
        }
    }

    /// <summary>What the table does with a batch.</summary>
    private static void Store(OutputTail tail, SortedDictionary<int, string> stored)
    {
        var batch = tail.Take();
        foreach (var number in stored.Keys.Where(n => n > batch.DropFrom && n < batch.DropBelow).ToList())
        {
            stored.Remove(number);
        }

        foreach (var line in batch.Lines)
        {
            stored.Add(line.Number, line.Text);
        }
    }
}
