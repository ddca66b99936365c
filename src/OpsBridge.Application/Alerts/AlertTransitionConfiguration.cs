using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts;

/// <summary>Partitioned, so the table itself is made by <see cref="AlertTransitionSql"/>.</summary>
internal sealed class AlertTransitionConfiguration : IEntityTypeConfiguration<AlertTransition>
{
    public void Configure(EntityTypeBuilder<AlertTransition> transition)
    {
        transition.ToTable(AlertTransitionSql.Table, table => table.ExcludeFromMigrations());
        transition.HasKey(t => new { t.AlertId, t.Revision });
        transition.Property(t => t.Revision).ValueGeneratedNever();
        transition.Property(t => t.Kind).HasConversion<short>();
        transition.Property(t => t.Restore).HasColumnType("jsonb");
        Columns(transition, t => t.Before, "before");
        Columns(transition, t => t.After, "after");
    }

    private static void Columns(
        EntityTypeBuilder<AlertTransition> transition, System.Linq.Expressions.Expression<Func<AlertTransition, AlertStanding?>> which, string prefix) =>
        transition.ComplexProperty(which, standing =>
        {
            standing.IsRequired();
            standing.Property(s => s.State).HasConversion<short>().HasColumnName($"{prefix}_state");
            standing.Property(s => s.Severity).HasConversion<short>().HasColumnName($"{prefix}_severity");
            standing.Property(s => s.Owner).HasColumnName($"{prefix}_owner");
            standing.Property(s => s.AcknowledgedBy).HasColumnName($"{prefix}_acknowledged_by");
            standing.Property(s => s.ShelvedUntil).HasColumnName($"{prefix}_shelved_until");
            standing.Property(s => s.CauseId).HasColumnName($"{prefix}_cause_id");
            standing.Property(s => s.Flapping).HasColumnName($"{prefix}_flapping");
            standing.Property(s => s.Ending).HasConversion<short?>().HasColumnName($"{prefix}_ending");
        });
}
