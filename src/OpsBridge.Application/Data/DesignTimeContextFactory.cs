using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace OpsBridge.Data;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a host or a server.</summary>
internal sealed class DesignTimeContextFactory : IDesignTimeDbContextFactory<OpsDbContext>
{
    public OpsDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<OpsDbContext>().UseNpgsql("Host=localhost;Database=design").Options);
}
