using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using OpsBridge.Alerts;
using OpsBridge.Alerts.Board;
using OpsBridge.Alerts.Intake;
using OpsBridge.Alerts.Views;
using OpsBridge.Live;
using OpsBridge.Monitoring;
using OpsBridge.Timeline;

namespace OpsBridge.Data.Migrations;

/// <summary>What EF Core does not model: announcements, the timeline's chain.</summary>
[DbContext(typeof(OpsDbContext))]
[Migration("20261122080000_Plumbing")]
public sealed class Plumbing : Migration
{
    private static readonly string[] s_announced =
    [
        "alerts",
        "sites",
        "assets",
        "accounts",
        "sessions",
        "api_keys",
        "wall_links",
        "checks",
        "plugins",
        "heartbeats",
        "ranking_rules", "grouping_rules",
        "sources",
        "source_keys",
        "source_hearings",
        "quarantine",
        "saved_views",
        "asset_parents",
        "silences",
        "maintenance_windows",
        "maintenance_notices",
    ];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(LiveTableSql.Up);
        migrationBuilder.Sql(TimelineSql.Up);
        migrationBuilder.Sql(MonitoringSql.Up);
        migrationBuilder.Sql(AlertTransitionSql.Up);
        migrationBuilder.Sql(IntakeSql.Up);
        migrationBuilder.Sql(AlertBoardSql.Up);
        migrationBuilder.Sql(PresenceSql.Up);
        foreach (var table in s_announced)
        {
            migrationBuilder.Sql(LiveTableSql.Announce(table));
        }
    }
}
