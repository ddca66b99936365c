using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class Pings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ping_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    prefix = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ping_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ping_presence",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ping_presence", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reported_jobs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<Guid>(type: "uuid", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    slug = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    grace = table.Column<TimeSpan>(type: "interval", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state_since = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    ping_count = table.Column<long>(type: "bigint", nullable: false),
                    flip_count = table.Column<long>(type: "bigint", nullable: false),
                    last_ping_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    last_ping_kind = table.Column<short>(type: "smallint", nullable: true),
                    last_exit_code = table.Column<int>(type: "integer", nullable: true),
                    last_start_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    last_start_run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    last_duration = table.Column<TimeSpan>(type: "interval", nullable: true),
                    durations = table.Column<long[]>(type: "bigint[]", nullable: false),
                    watched_from = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    paused_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    paused_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    paused_why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    downtime_from = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    downtime_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    downtime_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    downtime_why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reported_jobs", x => x.id);
                    table.ForeignKey(
                        name: "fk_reported_jobs_assets_asset_id",
                        column: x => x.asset_id,
                        principalTable: "assets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ping_keys_hash",
                table: "ping_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reported_jobs_asset_id",
                table: "reported_jobs",
                column: "asset_id",
                filter: "asset_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_reported_jobs_code",
                table: "reported_jobs",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reported_jobs_due_at",
                table: "reported_jobs",
                column: "due_at",
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_reported_jobs_slug",
                table: "reported_jobs",
                column: "slug",
                filter: "slug <> ''");
            migrationBuilder.Sql(OpsBridge.Jobs.Pings.PingsSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ping_keys");

            migrationBuilder.DropTable(
                name: "ping_presence");

            migrationBuilder.DropTable(
                name: "reported_jobs");
        }
    }
}
