using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace OpsBridge.Monitoring.Probes;

public sealed class DnsMessageTests
{
    [Fact]
    public void Compressed_names_are_followed()
    {
        var bytes = Answer(DnsRecordType.CNAME, [3, (byte)'w', (byte)'w', (byte)'w', 0xC0, 12]);
        var message = DnsMessage.Read(bytes);
        Assert.Equal(("example.com", "www.example.com"), (message!.Question, Assert.Single(message.Answers).Data));
    }

    [Theory]
    [InlineData(DnsRecordType.A, new byte[] { 10, 0, 0, 1 }, "10.0.0.1")]
    [InlineData(DnsRecordType.MX, new byte[] { 0, 10, 0xC0, 12 }, "10 example.com")]
    [InlineData(DnsRecordType.TXT, new byte[] { 1, (byte)'a', 2, (byte)'b', (byte)'c' }, "abc")]
    public void Record_data_is_printed(DnsRecordType type, byte[] data, string expected) =>
        Assert.Equal(expected, Assert.Single(DnsMessage.Read(Answer(type, data))!.Answers).Data);

    [Theory]
    [InlineData(DnsRecordType.A, new byte[] { 10, 0, 0 })]
    [InlineData(DnsRecordType.CNAME, new byte[] { 0xC0, 41 })]
    [InlineData(DnsRecordType.CNAME, new byte[] { 0xC0, 200 })]
    [InlineData(DnsRecordType.CNAME, new byte[] { 0xC0, 0 })]
    [InlineData(DnsRecordType.CNAME, new byte[] { 0x80, 12 })]
    [InlineData(DnsRecordType.TXT, new byte[] { 9, 1 })]
    [InlineData(DnsRecordType.MX, new byte[] { 0, 10 })]
    public void Malformed_data_and_pointer_loops_are_refused(DnsRecordType type, byte[] data) => Assert.Null(DnsMessage.Read(Answer(type, data)));

    [Fact]
    public void A_question_is_no_answer() => Assert.Null(DnsMessage.Read(DnsMessage.Query(7, "example.com", DnsRecordType.A)));

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Prop.ForAll<byte[]>(bytes => DnsMessage.Read(bytes ?? []) is null or { Id: >= 0 }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_damage_to_a_good_answer_is_survived() =>
        Prop.ForAll<byte[], int, byte>((tail, at, value) =>
        {
            byte[] bytes = [.. Answer(DnsRecordType.MX, [0, 10, 0xC0, 12]), .. tail ?? []];
            bytes[(int)((uint)at % (uint)bytes.Length)] = value;
            return DnsMessage.Read(bytes) is null or { Answers.Count: <= 256 };
        }).QuickCheckThrowOnFailure();

    /// <summary>Answer to "example.com" with one record whose data starts at byte 41.</summary>
    internal static byte[] Answer(DnsRecordType type, byte[] data, int id = 7)
    {
        var query = DnsMessage.Query(id, "example.com", type);
        query[2] = 0x81;
        query[7] = 1;
        return [.. query, 0xC0, 12, 0, (byte)type, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data];
    }
}
