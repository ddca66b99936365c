using System;
using Microsoft.EntityFrameworkCore.Migrations;
using OpsBridge.Jobs.Batches;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class HoldsAndBatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "released_by",
                table: "jobs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "job_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    judged_from = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    warned_for = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    late_for = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_batches", x => x.id);
                });

            migrationBuilder.Sql(BatchesSql.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "job_batches");

            migrationBuilder.DropColumn(
                name: "released_by",
                table: "jobs");
        }
    }
}
