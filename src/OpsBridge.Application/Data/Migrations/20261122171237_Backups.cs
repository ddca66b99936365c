using System;
using Microsoft.EntityFrameworkCore.Migrations;
using OpsBridge.Jobs.Backups;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class Backups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "backup_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asset_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    path = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    source_bytes = table.Column<long>(type: "bigint", nullable: true),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    files = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    verification = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    restore_took = table.Column<TimeSpan>(type: "interval", nullable: true),
                    facts = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backup_copies", x => x.id);
                    table.ForeignKey(
                        name: "fk_backup_copies_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "job_commands",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    path = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    registered_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_commands", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "job_secrets",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    key_name = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    set_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_secrets", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "backup_proofs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    copy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    good = table.Column<bool>(type: "boolean", nullable: false),
                    took = table.Column<TimeSpan>(type: "interval", nullable: false),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backup_proofs", x => x.id);
                    table.ForeignKey(
                        name: "fk_backup_proofs_backup_copies_copy_id",
                        column: x => x.copy_id,
                        principalTable: "backup_copies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "restore_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    copy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    new_name = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    why = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    asked_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    decided_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    run_id = table.Column<Guid>(type: "uuid", nullable: true),
                    result = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_restore_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_restore_requests_backup_copies_copy_id",
                        column: x => x.copy_id,
                        principalTable: "backup_copies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_backup_copies_asset_id",
                table: "backup_copies",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_backup_copies_job_id_started_at",
                table: "backup_copies",
                columns: new[] { "job_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_backup_copies_run_id",
                table: "backup_copies",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "ix_backup_proofs_copy_id",
                table: "backup_proofs",
                column: "copy_id");

            migrationBuilder.CreateIndex(
                name: "ix_backup_proofs_job_id_at",
                table: "backup_proofs",
                columns: new[] { "job_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_restore_requests_copy_id",
                table: "restore_requests",
                column: "copy_id");

            migrationBuilder.CreateIndex(
                name: "ix_restore_requests_state",
                table: "restore_requests",
                column: "state",
                filter: "state in ('Asked', 'Approved', 'Running')");

            migrationBuilder.Sql(BackupsSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backup_proofs");

            migrationBuilder.DropTable(
                name: "job_commands");

            migrationBuilder.DropTable(
                name: "job_secrets");

            migrationBuilder.DropTable(
                name: "restore_requests");

            migrationBuilder.DropTable(
                name: "backup_copies");
        }
    }
}
