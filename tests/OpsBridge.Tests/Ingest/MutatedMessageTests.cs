using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Ingest;

/// <summary>Golden files with bytes changed, cut, doubled and moved: whatever comes in, parsers answer and nothing is thrown.</summary>
public sealed class MutatedMessageTests
{
    private static readonly GoldenFile[] s_files = [.. GoldenFile.Names.Select(GoldenFile.Read).Where(f => f.Body.Length < 20_000)];

    private static readonly byte[][] s_poison =
    [
        [0], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), "\\udc00\\ud800"u8.ToArray(),
        "\""u8.ToArray(), "\\"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), "null"u8.ToArray(), "-1e400"u8.ToArray(), "1e9999"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "9999-99-99T99:99:99Z"u8.ToArray(), "0001-01-01T00:00:00-23:59"u8.ToArray(), "\"labels\":{},"u8.ToArray(),
        Encoding.UTF8.GetBytes(new string('[', 200)), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100))), Encoding.UTF8.GetBytes(new string('9', 400)),
    ];

    [Fact]
    public void Nothing_that_comes_in_makes_a_parser_throw()
    {
        var cases =
            from file in Gen.Elements(s_files)
            from edits in Gen.ListOf(Edits)
            select (file, body: edits.Aggregate(file.Body, Apply));

        Prop.ForAll(cases.ToArbitrary(), c => c.file.Parse(c.body).Length > 0)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(4000));
    }

    [Fact]
    public void A_good_alert_beside_a_mutated_one_is_read_as_long_as_the_body_is_JSON()
    {
        var alert = """{"labels":{"alertname":"Down","instance":"one:9100"},"annotations":{"summary":"one is down"},"startsAt":"2026-11-22T09:00:00Z","generatorURL":"http://prom/graph"}"""u8.ToArray();
        var good = """{"labels":{"case":"neighbour"}}""";

        Prop.ForAll(
            Gen.ListOf(Edits).Select(edits => edits.Aggregate(alert, Apply)).ToArbitrary(),
            mutated =>
            {
                byte[] body = [.. Encoding.UTF8.GetBytes($"[{good},"), .. mutated, .. Encoding.UTF8.GetBytes($",{good}]")];
                var parsed = AlertmanagerAlerts.Parse(body, GoldenFile.Now);
                return parsed.Unreadable is not null || parsed.Events.Count(e => e.Labels["case"] == "neighbour") >= 2;
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void The_work_grows_no_faster_than_the_message()
    {
        foreach (var piece in (string[])["{\"labels\":{\"a\":\"\\ud800\"}},", "{\"labels\":{\"a\":7}},", "[[[[[[[[[]]]]]]]]],", "{\"labels\":{\"a\":\"b\"},\"x\":[[[[]]]]},"])
        {
            var small = Allocated(piece, 500);
            var large = Allocated(piece, 5000);

            Assert.True(large < small * 20, $"{piece} 500 times: {small} bytes, 5000 times: {large} bytes");
        }
    }

    [Fact]
    public void A_million_levels_of_nesting_are_one_refused_alert()
    {
        var deep = $"[{new string('[', 1_000_000)}{new string(']', 1_000_000)},{{\"labels\":{{\"a\":\"b\"}}}}]";

        var parsed = AlertmanagerAlerts.Parse(Encoding.UTF8.GetBytes(deep), GoldenFile.Now);

        Assert.Equal((1, 1), (parsed.Events.Count, parsed.Rejected));
    }

    [Fact]
    public void Of_very_many_refusals_the_first_hundred_are_told_and_all_are_counted()
    {
        var parsed = AlertmanagerAlerts.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("7", 5000))}]"), GoldenFile.Now);

        Assert.Equal((5000, ParsedEvents.MostRejects), (parsed.Rejected, parsed.Rejects.Count));
        Assert.EndsWith("and 4995 more", parsed.Complaint, StringComparison.Ordinal);
    }

    private static Gen<(int Kind, int At, int Length, int Poison)> Edits =>
        from kind in Gen.Choose(0, 4)
        from at in Gen.Choose(0, 1_000_000)
        from length in Gen.Choose(1, 40)
        from poison in Gen.Choose(0, s_poison.Length - 1)
        select (kind, at, length, poison);

    private static byte[] Apply(byte[] body, (int Kind, int At, int Length, int Poison) edit)
    {
        if (body.Length == 0)
        {
            return s_poison[edit.Poison];
        }

        var at = edit.At % body.Length;
        var end = Math.Min(body.Length, at + edit.Length);
        return edit.Kind switch
        {
            0 => [.. body[..at], .. body[end..]],
            1 => [.. body[..end], .. body[at..]],
            2 => [.. body[..at], .. s_poison[edit.Poison], .. body[at..]],
            3 => [.. body[..at], (byte)(body[at] ^ (1 << (edit.Length % 8))), .. body[(at + 1)..]],
            _ => body[..at],
        };
    }

    private static long Allocated(string piece, int times)
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Concat(Enumerable.Repeat(piece, times))}{{}}]");
        AlertmanagerAlerts.Parse(body, GoldenFile.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AlertmanagerAlerts.Parse(body, GoldenFile.Now);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
