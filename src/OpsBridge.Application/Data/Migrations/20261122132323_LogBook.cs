using System;
using Microsoft.EntityFrameworkCore.Migrations;
using OpsBridge.Live;
using OpsBridge.Shifts.LogBook;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class LogBook : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "log_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    desk_id = table.Column<Guid>(type: "uuid", nullable: true),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    event_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    late = table.Column<bool>(type: "boolean", nullable: false),
                    author_id = table.Column<Guid>(type: "uuid", nullable: true),
                    author_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reply_to_id = table.Column<Guid>(type: "uuid", nullable: true),
                    alert_id = table.Column<long>(type: "bigint", nullable: true),
                    asset_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    tags = table.Column<string[]>(type: "text[]", nullable: false),
                    pin = table.Column<string>(type: "jsonb", nullable: true),
                    text = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    versions = table.Column<int>(type: "integer", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    closing_word = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_log_entries_desks_desk_id",
                        column: x => x.desk_id,
                        principalTable: "desks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_log_entries_log_entries_reply_to_id",
                        column: x => x.reply_to_id,
                        principalTable: "log_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "log_attachments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    media_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_attachments", x => x.id);
                    table.ForeignKey(
                        name: "fk_log_attachments_log_entries_entry_id",
                        column: x => x.entry_id,
                        principalTable: "log_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "log_versions",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    why = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_versions", x => new { x.entry_id, x.number });
                    table.ForeignKey(
                        name: "fk_log_versions_log_entries_entry_id",
                        column: x => x.entry_id,
                        principalTable: "log_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_log_attachments_entry_id",
                table: "log_attachments",
                column: "entry_id");

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_alert_id",
                table: "log_entries",
                column: "alert_id",
                filter: "alert_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_asset_ids",
                table: "log_entries",
                column: "asset_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_desk_id",
                table: "log_entries",
                column: "desk_id");

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_event_at_id",
                table: "log_entries",
                columns: new[] { "event_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_open",
                table: "log_entries",
                column: "owner_id",
                filter: "kind <> 'Log' and closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_reply_to_id",
                table: "log_entries",
                column: "reply_to_id");

            migrationBuilder.Sql(LogBookSql.Up);
            foreach (var table in LogBookSql.Announced)
            {
                migrationBuilder.Sql(LiveTableSql.Announce(table));
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "log_attachments");

            migrationBuilder.DropTable(
                name: "log_versions");

            migrationBuilder.DropTable(
                name: "log_entries");
        }
    }
}
