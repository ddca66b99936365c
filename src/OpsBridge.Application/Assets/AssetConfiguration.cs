using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Assets;

internal sealed class AssetConfiguration :
    IEntityTypeConfiguration<Site>, IEntityTypeConfiguration<Asset>, IEntityTypeConfiguration<AssetParent>
{
    public void Configure(EntityTypeBuilder<Site> site)
    {
        site.ToTable("sites");
        site.Property(s => s.Name).HasMaxLength(100);
        site.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
        site.Property(s => s.TimeZone).HasMaxLength(64);
        site.Property(s => s.Notes).HasMaxLength(4000);
        site.Property(s => s.Version).IsRowVersion();
        site.HasIndex(s => s.Name).IsUnique(); // one name, one place; also the list's order
    }

    public void Configure(EntityTypeBuilder<Asset> asset)
    {
        asset.ToTable("assets");
        asset.Property(a => a.Name).HasMaxLength(100);
        asset.Property(a => a.Kind).HasMaxLength(40);
        asset.Property(a => a.Criticality).HasConversion<string>().HasMaxLength(20);
        asset.Property(a => a.OwnerTeam).HasMaxLength(100);
        asset.Property(a => a.Notes).HasMaxLength(4000);
        asset.Property(a => a.RunbookUrl).HasMaxLength(1000);
        asset.Property(a => a.Version).IsRowVersion();
        asset.HasOne<Site>().WithMany().HasForeignKey(a => a.SiteId).OnDelete(DeleteBehavior.Restrict);
        asset.HasMany(a => a.Parents).WithOne().HasForeignKey(p => p.AssetId).OnDelete(DeleteBehavior.Cascade);
        asset.HasIndex(a => a.Name).IsUnique();                 // one name, one thing; keyset order of the list
        asset.HasIndex(a => new { a.SiteId, a.Name });          // assets of one site
    }

    public void Configure(EntityTypeBuilder<AssetParent> parent)
    {
        parent.ToTable("asset_parents");
        parent.HasKey(p => new { p.AssetId, p.ParentId });
        parent.HasOne<Asset>().WithMany().HasForeignKey(p => p.ParentId).OnDelete(DeleteBehavior.Restrict);
        parent.HasIndex(p => p.ParentId); // what is reached through this one
    }
}
