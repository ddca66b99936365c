using System.Text.Json.Serialization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Runs one SQL statement on a PostgreSQL database, in a transaction of its own.</summary>
/// <param name="Database">Where.</param>
/// <param name="Statement">The statement.</param>
public sealed record SqlSettings(PostgresTarget Database, string Statement) : JobSettings
{
    /// <summary>Fewest rows (returned or changed) that count as good; null for any.</summary>
    public long? MinRows { get; init; }

    /// <summary>Most rows that count as good; null for any.</summary>
    public long? MaxRows { get; init; }

    /// <summary>Whether the database refuses changes while it runs.</summary>
    public bool ReadOnly { get; init; }

    /// <inheritdoc />
    [JsonIgnore]
    public override string Kind => "sql";

    /// <inheritdoc />
    [JsonIgnore]
    public override IReadOnlyList<string> SecretNames => Database.Secret is { } secret ? [secret] : [];

    /// <inheritdoc />
    public override string Describe() => $"{Statement.ReplaceLineEndings(" ")} on {Database}";

    /// <inheritdoc />
    protected override IEnumerable<SettingError?> Errors() =>
    [
        .. Database.Errors(),
        SettingError.At(nameof(Statement), string.IsNullOrWhiteSpace(Statement) || Statement.Length > 100_000 ? "the statement has 1 to 100000 characters" : null),
        SettingError.At(nameof(MinRows), MinRows is < 0 || MaxRows < MinRows || MaxRows is < 0 ? "the expected rows are a range of numbers from 0" : null),
    ];
}
