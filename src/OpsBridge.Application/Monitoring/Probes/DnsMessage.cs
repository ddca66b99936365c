using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace OpsBridge.Monitoring.Probes;

/// <summary>One answer record, its data printed as text.</summary>
/// <param name="Name">Owner name, lower case, without the final dot.</param>
/// <param name="Type">Wire number of the type.</param>
/// <param name="TimeToLive">Seconds.</param>
/// <param name="Data">Printed data; null for types this reader does not know.</param>
internal sealed record DnsRecord(string Name, int Type, long TimeToLive, string? Data);

/// <summary>
/// A DNS message (RFC 1035, section 4). The reader is strict and bounded: every length is checked, compression pointers must
/// point backwards, names have at most 255 bytes, and at most 256 answers are read. It never throws.
/// </summary>
internal sealed record DnsMessage(int Id, int ResponseCode, bool Truncated, string Question, int QuestionType, IReadOnlyList<DnsRecord> Answers)
{
    private const int Header = 12;
    private const int MaxName = 255;
    private const int MaxAnswers = 256;
    private const int ResponseFlag = 0x8000;
    private const int TruncatedFlag = 0x0200;
    private const int RecursionDesired = 0x0100;

    /// <summary>Writes a question with recursion desired. The name must have passed <see cref="TargetSyntax.HostError"/>.</summary>
    public static byte[] Query(int id, string name, DnsRecordType type)
    {
        var labels = name.TrimEnd('.').Split('.');
        var message = new byte[Header + labels.Sum(l => l.Length + 1) + 5];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), RecursionDesired);
        message[5] = 1;
        var position = Header;
        foreach (var label in labels)
        {
            message[position++] = (byte)label.Length;
            position += Encoding.ASCII.GetBytes(label, message.AsSpan(position));
        }

        message[position + 2] = (byte)type;
        message[position + 4] = 1;
        return message;
    }

    /// <summary>Reads a response. Null when the bytes are not a well-formed response with one question.</summary>
    public static DnsMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Header)
        {
            return null;
        }

        var flags = U16(bytes, 2);
        var answerCount = U16(bytes, 6);
        var position = Header;
        if ((flags & ResponseFlag) == 0 || U16(bytes, 4) != 1 || Name(bytes, ref position) is not { } question || position + 4 > bytes.Length)
        {
            return null;
        }

        var questionType = U16(bytes, position);
        position += 4;
        var truncated = (flags & TruncatedFlag) != 0;
        var answers = new List<DnsRecord>();
        for (var i = 0; i < Math.Min(answerCount, MaxAnswers); i++)
        {
            if (Record(bytes, ref position) is not { } record)
            {
                // A truncated message may end anywhere; it is asked for again over TCP.
                return truncated ? new DnsMessage(U16(bytes, 0), flags & 15, true, question, questionType, answers) : null;
            }

            answers.Add(record);
        }

        return new DnsMessage(U16(bytes, 0), flags & 15, truncated, question, questionType, answers);
    }

    private static DnsRecord? Record(ReadOnlySpan<byte> bytes, ref int position)
    {
        if (Name(bytes, ref position) is not { } name || position + 10 > bytes.Length)
        {
            return null;
        }

        var type = U16(bytes, position);
        var timeToLive = BinaryPrimitives.ReadUInt32BigEndian(bytes[(position + 4)..]);
        var length = U16(bytes, position + 8);
        position += 10;
        if (position + length > bytes.Length)
        {
            return null;
        }

        var start = position;
        position += length;
        return Data(bytes, start, length, type, out var data) ? new DnsRecord(name, type, timeToLive, data) : null;
    }

    private static bool Data(ReadOnlySpan<byte> bytes, int start, int length, int type, out string? data)
    {
        var end = start + length;
        var position = start;
        data = null;
        switch ((DnsRecordType)type)
        {
            case DnsRecordType.A when length == 4:
            case DnsRecordType.AAAA when length == 16:
                data = new IPAddress(bytes.Slice(start, length)).ToString();
                return true;
            case DnsRecordType.CNAME or DnsRecordType.NS or DnsRecordType.PTR:
                data = Name(bytes, ref position);
                return data is not null && position == end;
            case DnsRecordType.MX when length > 2:
                position += 2;
                data = Name(bytes, ref position) is { } host ? string.Create(CultureInfo.InvariantCulture, $"{U16(bytes, start)} {host}") : null;
                return data is not null && position == end;
            case DnsRecordType.TXT when length > 0:
                data = Text(bytes.Slice(start, length));
                return data is not null;
            case DnsRecordType.A or DnsRecordType.AAAA or DnsRecordType.MX or DnsRecordType.TXT:
                return false;
            default:
                return true;
        }
    }

    private static string? Text(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder();
        while (!data.IsEmpty)
        {
            var length = data[0];
            if (length + 1 > data.Length)
            {
                return null;
            }

            text.Append(Encoding.UTF8.GetString(data.Slice(1, length)));
            data = data[(length + 1)..];
        }

        return text.ToString();
    }

    /// <summary>Reads a name at <paramref name="position"/> and moves past it. Pointers must go backwards, so no loop is possible.</summary>
    private static string? Name(ReadOnlySpan<byte> bytes, ref int position)
    {
        var name = new StringBuilder();
        var at = position;
        var limit = position;
        var jumped = false;
        while (at < bytes.Length && name.Length <= MaxName)
        {
            var length = bytes[at];
            if (length == 0)
            {
                position = jumped ? position : at + 1;
                return name.ToString();
            }

            if (length < 64)
            {
                if (at + 1 + length > bytes.Length)
                {
                    return null;
                }

                name.Append(name.Length > 0 ? "." : "").Append(Encoding.Latin1.GetString(bytes.Slice(at + 1, length)).ToLowerInvariant());
                at += length + 1;
                continue;
            }

            var target = length >= 0xC0 && at + 1 < bytes.Length ? ((length & 0x3F) << 8) | bytes[at + 1] : int.MaxValue;
            if (target >= limit || target < Header)
            {
                return null;
            }

            position = jumped ? position : at + 2;
            jumped = true;
            limit = target;
            at = target;
        }

        return null;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
