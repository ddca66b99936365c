using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsBridge.Identity;
using OpsBridge.Live;

namespace OpsBridge.Shifts.Orders;

internal sealed class OrdersConfiguration
    : IEntityTypeConfiguration<StandingOrder>, IEntityTypeConfiguration<OrderVersion>, IEntityTypeConfiguration<OrderConfirmation>, IEntityTypeConfiguration<DigestConfirmation>
{
    public void Configure(EntityTypeBuilder<StandingOrder> order)
    {
        order.ToTable("standing_orders");
        order.Property(o => o.Id).ValueGeneratedNever();
        order.Property(o => o.Title).HasMaxLength(OrderDetails.MaxTitle);
        order.Property(o => o.Text).HasMaxLength(OrderDetails.MaxText);
        order.Property(o => o.ChangedBy).HasMaxLength(200);
        order.Property(o => o.WithdrawnBy).HasMaxLength(200);
        order.Property(o => o.Version).IsRowVersion();
    }

    public void Configure(EntityTypeBuilder<OrderVersion> version)
    {
        version.ToTable("standing_order_versions");
        version.HasKey(v => new { v.OrderId, v.Number });
        version.Property(v => v.Title).HasMaxLength(OrderDetails.MaxTitle);
        version.Property(v => v.Text).HasMaxLength(OrderDetails.MaxText);
        version.Property(v => v.ByName).HasMaxLength(200);
        version.HasOne<StandingOrder>().WithMany().HasForeignKey(v => v.OrderId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<OrderConfirmation> confirmation)
    {
        confirmation.ToTable("standing_order_confirmations");
        confirmation.HasKey(c => new { c.OrderId, c.Number, c.AccountId }); // each version once by each person
        confirmation.Property(c => c.AccountName).HasMaxLength(200);
        confirmation.HasOne<OrderVersion>().WithMany().HasForeignKey(c => new { c.OrderId, c.Number }).OnDelete(DeleteBehavior.Restrict);
        confirmation.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<DigestConfirmation> digest)
    {
        digest.ToTable("digest_confirmations");
        digest.Property(d => d.Id).ValueGeneratedNever();
        digest.Property(d => d.AccountName).HasMaxLength(200);
        digest.HasOne<Account>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Restrict);
        digest.HasOne<Desk>().WithMany().HasForeignKey(d => d.DeskId).OnDelete(DeleteBehavior.Restrict);
        digest.HasIndex(d => new { d.AccountId, d.DeskId, d.At }); // the last one of somebody at a desk
    }
}

/// <summary>What EF Core does not model of standing orders: what was issued and confirmed stays.</summary>
public static class OrdersSql
{
    /// <summary>Versions and confirmations that nobody can change or delete; announcements.</summary>
    public static string Up { get; } = string.Join('\n', new[] { "standing_order_versions", "standing_order_confirmations", "digest_confirmations" }.Select(table =>
        $"create trigger {table}_append_only before update or delete or truncate on {table} for each statement execute function refuse_change();"))
        + "\ncreate trigger standing_orders_keep before delete or truncate on standing_orders for each statement execute function refuse_change();\n"
        + LiveTableSql.Announce("standing_orders") + "\n" + LiveTableSql.Announce("standing_order_confirmations") + "\n" + LiveTableSql.Announce("digest_confirmations");
}
