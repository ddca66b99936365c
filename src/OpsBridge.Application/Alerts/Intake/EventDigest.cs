using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// SHA-256 over rows of events, the same as the database function <c>alert_events_digest</c> computes from the table: whoever
/// changes a stored event contradicts the timeline, whose own chain guards the digest.
/// </summary>
internal sealed class EventDigest : IDisposable
{
    private const byte BetweenFields = 0x1f;
    private const byte BetweenRows = 0x1e;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _row = new(2048);
    private bool _any;

    /// <summary>Adds the next row.</summary>
    public void Add(EventRow row)
    {
        _row.ResetWrittenCount();
        if (_any)
        {
            Write(BetweenRows);
        }

        _any = true;
        Number(row.Id);
        Field(row.Fingerprint);
        Write(BetweenFields);
        Number(row.Prepared.Alert?.Id ?? 0);
        Write(BetweenFields);
        Number(row.Action);
        Write(BetweenFields);
        Number(row.Severity);
        Field(row.Labels);
        Field(row.Annotations);
        Field(row.More ?? "");
        _hash.AppendData(_row.WrittenSpan);
    }

    /// <summary>The digest of all rows.</summary>
    public byte[] Finish() => _hash.GetHashAndReset();

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Field(string text)
    {
        Write(BetweenFields);
        Encoding.UTF8.GetBytes(text, _row);
    }

    private void Number(long number)
    {
        number.TryFormat(_row.GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        _row.Advance(written);
    }

    private void Write(byte separator)
    {
        _row.GetSpan(1)[0] = separator;
        _row.Advance(1);
    }
}
