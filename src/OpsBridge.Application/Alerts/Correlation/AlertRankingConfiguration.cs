using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts.Correlation;

/// <summary>Indexes of the correlation on alerts, and its own tables.</summary>
internal sealed class AlertRankingConfiguration : IEntityTypeConfiguration<Alert>, IEntityTypeConfiguration<RankingRule>, IEntityTypeConfiguration<GroupingRule>
{
    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.HasIndex(a => a.RankedUnder).HasFilter("cause_from = 'Operator' and state <> 'Closed'").HasDatabaseName("alerts_ranked"); // operators' words
        alert.HasIndex(a => a.CauseId).HasFilter("cause_id is not null and state <> 'Closed'").HasDatabaseName("alerts_symptoms");       // symptoms of a cause
    }

    public void Configure(EntityTypeBuilder<RankingRule> rule)
    {
        rule.ToTable("ranking_rules");
        rule.Property(r => r.Name).HasMaxLength(100);
        rule.Property(r => r.CauseMatchers).HasMaxLength(RankingRuleDetails.LongestMatchers * 2);   // quoting may lengthen them
        rule.Property(r => r.SymptomMatchers).HasMaxLength(RankingRuleDetails.LongestMatchers * 2);
        rule.Property(r => r.ChangedBy).HasMaxLength(200);
        rule.Property(r => r.Version).IsRowVersion();
        rule.HasIndex(r => r.Name).IsUnique(); // one name, one rule; also the list's order
    }

    public void Configure(EntityTypeBuilder<GroupingRule> rule)
    {
        rule.ToTable("grouping_rules");
        rule.Property(r => r.Name).HasMaxLength(100);
        rule.Property(r => r.Matchers).HasMaxLength(RankingRuleDetails.LongestMatchers * 2); // quoting may lengthen them
        rule.Property(r => r.Title).HasMaxLength(200);
        rule.Property(r => r.ChangedBy).HasMaxLength(200);
        rule.Property(r => r.Version).IsRowVersion();
        rule.HasIndex(r => r.Name).IsUnique(); // one name, one rule; also the order in which they are asked
    }
}
