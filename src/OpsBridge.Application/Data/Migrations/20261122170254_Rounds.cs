using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class Rounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "check_id",
                table: "series",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "asset_id",
                table: "series",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "step_id",
                table: "series",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "checklists",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    desk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    newest = table.Column<int>(type: "integer", nullable: false),
                    in_force = table.Column<int>(type: "integer", nullable: true),
                    in_force_since = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checklists", x => x.id);
                    table.ForeignKey(
                        name: "fk_checklists_desks_desk_id",
                        column: x => x.desk_id,
                        principalTable: "desks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runbooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    newest = table.Column<int>(type: "integer", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "checklist_versions",
                columns: table => new
                {
                    checklist_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    written_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    approved_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_checklist_versions", x => new { x.checklist_id, x.number });
                    table.ForeignKey(
                        name: "fk_checklist_versions_checklists_checklist_id",
                        column: x => x.checklist_id,
                        principalTable: "checklists",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runbook_versions",
                columns: table => new
                {
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    written_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    written_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    approved_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    effective_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_versions", x => new { x.runbook_id, x.number });
                    table.ForeignKey(
                        name: "fk_runbook_versions_runbooks_runbook_id",
                        column: x => x.runbook_id,
                        principalTable: "runbooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    checklist_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    desk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    overdue_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    shift_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    overdue_since = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    carried_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    carried_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    finished_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    deviations = table.Column<int>(type: "integer", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rounds", x => x.id);
                    table.ForeignKey(
                        name: "fk_rounds_accounts_owner_id",
                        column: x => x.owner_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_checklist_versions_checklist_id_number",
                        columns: x => new { x.checklist_id, x.number },
                        principalTable: "checklist_versions",
                        principalColumns: new[] { "checklist_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_desks_desk_id",
                        column: x => x.desk_id,
                        principalTable: "desks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runbook_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    alert_id = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    started_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_runs", x => x.id);
                    table.ForeignKey(
                        name: "fk_runbook_runs_runbook_versions_runbook_id_number",
                        columns: x => new { x.runbook_id, x.number },
                        principalTable: "runbook_versions",
                        principalColumns: new[] { "runbook_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
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
                    table.PrimaryKey("pk_round_files", x => x.id);
                    table.ForeignKey(
                        name: "fk_round_files_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "runbook_deeds",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_id = table.Column<Guid>(type: "uuid", nullable: false),
                    done = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_deeds", x => new { x.run_id, x.step_id });
                    table.ForeignKey(
                        name: "fk_runbook_deeds_runbook_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "runbook_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_readings",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    step_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<decimal>(type: "numeric(20,6)", precision: 20, scale: 6, nullable: true),
                    difference = table.Column<decimal>(type: "numeric(20,6)", precision: 20, scale: 6, nullable: true),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    not_applicable = table.Column<bool>(type: "boolean", nullable: false),
                    why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    verdict = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    because = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    sensor = table.Column<double>(type: "double precision", nullable: true),
                    calibration_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_readings", x => new { x.round_id, x.step_id, x.number });
                    table.ForeignKey(
                        name: "fk_round_readings_round_files_file_id",
                        column: x => x.file_id,
                        principalTable: "round_files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_round_readings_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_series_asset_id",
                table: "series",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_series_step_id",
                table: "series",
                column: "step_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_checklists_desk_id",
                table: "checklists",
                column: "desk_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_files_round_id",
                table: "round_files",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_readings_file_id",
                table: "round_readings",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_readings_step_id",
                table: "round_readings",
                column: "step_id");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_checklist_id_due_at",
                table: "rounds",
                columns: new[] { "checklist_id", "due_at" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rounds_checklist_id_number",
                table: "rounds",
                columns: new[] { "checklist_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_rounds_desk_id",
                table: "rounds",
                column: "desk_id");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_finished_at",
                table: "rounds",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_open",
                table: "rounds",
                column: "due_at",
                filter: "stage in ('Planned', 'Taken')");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_owner_id",
                table: "rounds",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "ix_runbook_runs_alert_id_runbook_id",
                table: "runbook_runs",
                columns: new[] { "alert_id", "runbook_id" },
                unique: true,
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_runbook_runs_runbook_id_number",
                table: "runbook_runs",
                columns: new[] { "runbook_id", "number" });

            migrationBuilder.AddForeignKey(
                name: "fk_series_assets_asset_id",
                table: "series",
                column: "asset_id",
                principalTable: "assets",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.Sql(OpsBridge.Rounds.RoundsSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_series_assets_asset_id",
                table: "series");

            migrationBuilder.DropTable(
                name: "round_readings");

            migrationBuilder.DropTable(
                name: "runbook_deeds");

            migrationBuilder.DropTable(
                name: "round_files");

            migrationBuilder.DropTable(
                name: "runbook_runs");

            migrationBuilder.DropTable(
                name: "rounds");

            migrationBuilder.DropTable(
                name: "runbook_versions");

            migrationBuilder.DropTable(
                name: "checklist_versions");

            migrationBuilder.DropTable(
                name: "runbooks");

            migrationBuilder.DropTable(
                name: "checklists");

            migrationBuilder.DropIndex(
                name: "ix_series_asset_id",
                table: "series");

            migrationBuilder.DropIndex(
                name: "ix_series_step_id",
                table: "series");

            migrationBuilder.DropColumn(
                name: "asset_id",
                table: "series");

            migrationBuilder.DropColumn(
                name: "step_id",
                table: "series");

            migrationBuilder.AlterColumn<Guid>(
                name: "check_id",
                table: "series",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
