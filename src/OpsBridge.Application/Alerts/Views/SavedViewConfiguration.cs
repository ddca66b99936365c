using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Alerts.Views;

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.ToTable("saved_views");
        view.Property(v => v.Name).HasMaxLength(SavedView.LongestName);
        view.Property(v => v.Scope).HasConversion<string>().HasMaxLength(20);
        view.Property(v => v.OwnerName).HasMaxLength(200);
        view.Property(v => v.Query).HasMaxLength(SavedView.LongestQuery);
        view.Property(v => v.Version).IsRowVersion();
        view.HasIndex(v => v.OwnerId);                                                                                             // one's own
        view.HasIndex(v => v.Scope).IsUnique().HasFilter("scope = 'ShiftDefault'").HasDatabaseName("saved_views_one_default"); // at most one
    }
}
