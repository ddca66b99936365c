using System;
using Microsoft.EntityFrameworkCore.Migrations;
using OpsBridge.Live;
using OpsBridge.Shifts;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class Shifts : Migration
    {
        private static readonly string[] s_announced = ["desks", "shifts", "watch_spells"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "desks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    zone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    minimum_people = table.Column<int>(type: "integer", nullable: false),
                    minimum_supervisors = table.Column<int>(type: "integer", nullable: false),
                    overlap_minutes = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_desks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shifts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    desk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    pattern_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shifts", x => x.id);
                    table.ForeignKey(
                        name: "fk_shifts_desks_desk_id",
                        column: x => x.desk_id,
                        principalTable: "desks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "watch_spells",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    desk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    held_from = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    held_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    ending = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_watch_spells", x => x.id);
                    table.ForeignKey(
                        name: "fk_watch_spells_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_watch_spells_desks_desk_id",
                        column: x => x.desk_id,
                        principalTable: "desks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_shifts_desk_id_starts_at",
                table: "shifts",
                columns: new[] { "desk_id", "starts_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_watch_spells_account_id",
                table: "watch_spells",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_watch_spells_desk_id_taken_at",
                table: "watch_spells",
                columns: new[] { "desk_id", "taken_at" });

            migrationBuilder.CreateIndex(
                name: "ix_watch_spells_once_each",
                table: "watch_spells",
                columns: new[] { "desk_id", "account_id" },
                unique: true,
                filter: "left_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_watch_spells_one_holder",
                table: "watch_spells",
                column: "desk_id",
                unique: true,
                filter: "held_from is not null and held_until is null");

            migrationBuilder.Sql(ShiftsSql.Up);
            foreach (var table in s_announced)
            {
                migrationBuilder.Sql(LiveTableSql.Announce(table));
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shifts");

            migrationBuilder.DropTable(
                name: "watch_spells");

            migrationBuilder.DropTable(
                name: "desks");
        }
    }
}
