using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

internal sealed class SourceConfiguration :
    IEntityTypeConfiguration<Source>, IEntityTypeConfiguration<SourceKey>, IEntityTypeConfiguration<SourceHearing>
{
    public void Configure(EntityTypeBuilder<Source> source)
    {
        source.ToTable("sources");
        source.Property(s => s.Name).HasMaxLength(60);
        source.Property(s => s.Format).HasConversion<string>().HasMaxLength(20);
        source.Property(s => s.Notes).HasMaxLength(2000);
        source.Property(s => s.SeverityCap).HasConversion<string>().HasMaxLength(20);
        source.Property(s => s.Mapping).HasConversion<SourceMappingConverter, SourceMappingComparer>().HasColumnType("jsonb");
        source.Property(s => s.Version).IsRowVersion();
        source.Ignore(s => s.KeyPermissions);
        source.HasMany(s => s.Keys).WithOne().HasForeignKey(k => k.SourceId).OnDelete(DeleteBehavior.Cascade);
        source.HasOne<SourceHearing>().WithOne().HasForeignKey<SourceHearing>(h => h.SourceId).OnDelete(DeleteBehavior.Cascade);
        source.HasIndex(s => s.Name).IsUnique(); // one name, one source; also the list's order
    }

    public void Configure(EntityTypeBuilder<SourceKey> key)
    {
        key.ToTable("source_keys");
        key.HasKey(k => k.ApiKeyId); // a key speaks for one source
        key.HasOne<ApiKey>().WithOne().HasForeignKey<SourceKey>(k => k.ApiKeyId).OnDelete(DeleteBehavior.Cascade);
        key.HasIndex(k => k.SourceId); // a source's keys
    }

    public void Configure(EntityTypeBuilder<SourceHearing> hearing)
    {
        hearing.ToTable("source_hearings");
        hearing.HasKey(h => h.SourceId);
    }
}

/// <summary>A mapping as the JSON that its column, the timeline and the API hold.</summary>
public static class SourceMappingJson
{
    /// <summary>Names in camel case, kinds as words.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The mapping as JSON.</summary>
    public static string Write(SourceMapping mapping) => JsonSerializer.Serialize(mapping, Options);

    /// <summary>The mapping from JSON.</summary>
    /// <exception cref="JsonException">The text is no mapping.</exception>
    public static SourceMapping Read(string json) => JsonSerializer.Deserialize<SourceMapping>(json, Options) ?? SourceMapping.Default;
}

internal sealed class SourceMappingConverter() : ValueConverter<SourceMapping, string>(mapping => SourceMappingJson.Write(mapping), json => SourceMappingJson.Read(json));

/// <summary>Mappings are immutable: equal by what they say, their own snapshot.</summary>
internal sealed class SourceMappingComparer() : ValueComparer<SourceMapping>(
    (a, b) => SourceMappingJson.Write(a!) == SourceMappingJson.Write(b!), mapping => SourceMappingJson.Write(mapping).GetHashCode(StringComparison.Ordinal), mapping => mapping);
