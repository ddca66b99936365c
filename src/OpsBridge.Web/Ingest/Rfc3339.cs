namespace OpsBridge.Ingest;

/// <summary>
/// Times as senders write them (RFC 3339, section 5.6). More than 7 digits of a second are cut, a leap second counts as the
/// second before, a time without an offset is UTC, and the offset may lack its colon, as in PagerDuty's own examples.
/// </summary>
internal static class Rfc3339
{
    private const int Shortest = 19;

    /// <summary>
    /// Reads one; false when it is none. Year 1 is how Go programs write "no time" and gives <see cref="DateTimeOffset.MinValue"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset utc)
    {
        utc = DateTimeOffset.MinValue;
        if (text.Length < Shortest || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
        {
            return false;
        }

        var rest = text[Shortest..];
        if (!Fraction(ref rest, out var ticks) || !Offset(rest, out var offset)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified).Ticks + ticks;
        if (year > 1)
        {
            utc = new DateTimeOffset(Math.Min(local - offset.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        }

        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest is not [(byte)'.' or (byte)',', ..])
        {
            return true;
        }

        rest = rest[1..];
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++)
        {
            ticks = digits < 7 ? (ticks * 10) + (rest[digits] - '0') : ticks;
        }

        for (var place = digits; place < 7; place++)
        {
            ticks *= 10;
        }

        rest = rest[digits..];
        return digits > 0;
    }

    private static bool Offset(ReadOnlySpan<byte> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest is [] or [(byte)'Z' or (byte)'z'])
        {
            return true;
        }

        var digits = rest.Length == 6 && rest[3] == ':' ? [rest[1], rest[2], rest[4], rest[5]] : rest[1..].ToArray();
        if (rest[0] is not ((byte)'+' or (byte)'-') || digits.Length != 4
            || !Number(digits.AsSpan(0, 2), out var hours) || !Number(digits.AsSpan(2), out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (rest[0] == '-' ? -1 : 1);
        return true;
    }
}
