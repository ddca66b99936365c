using Npgsql;

namespace OpsBridge.Data;

/// <summary>Tells data that can never be stored from a database that cannot store now.</summary>
internal static class StorageFault
{
    /// <summary>
    /// Whether the data is at fault, so that trying again is of no use. PostgreSQL: classes 22 (data), 23 (integrity; but not
    /// a missing partition), 54 (limits) and P0 (raised by a function); SQLSTATE classes of its manual, appendix A. Beside
    /// these what cannot be encoded at all. Everything else (connection, resources, permissions, schema, deadlock) may pass.
    /// </summary>
    public static bool IsData(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.CheckViolation, MessageText: var text } when text.StartsWith("no partition", StringComparison.Ordinal) => false,
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] or ['P', '0', ..] } => true,
        NpgsqlException => exception.InnerException is not null && IsEncoding(exception.InnerException),
        _ => IsEncoding(exception),
    };

    /// <summary>Whether the same transaction may succeed at once: it was in the way of another.</summary>
    public static bool IsContention(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>The reason in one line, without values that the data carried.</summary>
    public static string Reason(Exception exception) =>
        exception is PostgresException database ? $"The database refused it: {database.MessageText} ({database.SqlState})" : $"It cannot be stored: {exception.Message}";

    private static bool IsEncoding(Exception exception) =>
        exception is ArgumentException or InvalidCastException or OverflowException or FormatException && exception is not ObjectDisposedException;
}
