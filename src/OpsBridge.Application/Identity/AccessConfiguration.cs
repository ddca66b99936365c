using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Identity;

internal sealed class AccessConfiguration :
    IEntityTypeConfiguration<SignInSession>,
    IEntityTypeConfiguration<AccountLink>,
    IEntityTypeConfiguration<ApiKey>,
    IEntityTypeConfiguration<WallLink>,
    IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<SignInSession> session)
    {
        session.ToTable("sessions");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<AccountLink> link)
    {
        link.ToTable("account_links");
        link.HasKey(l => l.Hash);
        link.Property(l => l.Purpose).HasConversion<string>().HasMaxLength(20);
        link.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.Name).HasMaxLength(60);
        key.HasIndex(k => k.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<WallLink> link)
    {
        link.ToTable("wall_links");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.Name).HasMaxLength(60);
        link.HasIndex(l => l.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ProtectionKey> key)
    {
        key.ToTable("data_protection_keys");
        key.HasKey(k => k.Name);
    }
}
