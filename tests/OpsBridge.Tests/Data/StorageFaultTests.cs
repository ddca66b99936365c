using System.Text;
using Npgsql;
using Xunit;

namespace OpsBridge.Data;

/// <summary>Which failures may pass and which never will.</summary>
public sealed class StorageFaultTests
{
    [Theory]
    [InlineData("22001", true)]  // string too long
    [InlineData("22P05", true)]  // untranslatable character
    [InlineData("23505", true)]  // unique violation
    [InlineData("54000", true)]  // program limit
    [InlineData("P0001", true)]  // raised by a function
    [InlineData("57P01", false)] // the server is shut down
    [InlineData("53100", false)] // disk full
    [InlineData("40P01", false)] // deadlock
    [InlineData("25006", false)] // read-only: a standby
    [InlineData("42P01", false)] // the schema is not there
    [InlineData("42501", false)] // not allowed
    public void The_database_says(string state, bool data) => Assert.Equal(data, StorageFault.IsData(new PostgresException("x", "ERROR", "ERROR", state)));

    [Fact]
    public void A_missing_partition_may_pass() =>
        Assert.False(StorageFault.IsData(new PostgresException("no partition of relation \"alert_events\" found for row", "ERROR", "ERROR", "23514")));

    [Fact]
    public void What_cannot_be_encoded_never_passes_and_a_broken_connection_may()
    {
        Assert.True(StorageFault.IsData(new EncoderFallbackException("half a character")));
        Assert.False(StorageFault.IsData(new NpgsqlException("broken", new IOException())));
        Assert.False(StorageFault.IsData(new TimeoutException()));
    }
}
