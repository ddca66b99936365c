namespace OpsBridge.Data;

/// <summary>How this process reaches its database, for programs that must be told, such as pg_dump. Holds the password: never printed.</summary>
public sealed class OwnConnection(string connectionString)
{
    /// <summary>An Npgsql connection string, password included.</summary>
    internal string Reveal() => connectionString;

    /// <inheritdoc />
    public override string ToString() => "(own database)";
}
