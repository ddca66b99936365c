using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class AlertIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "alerts_by_time",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "alerts_of_condition",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "alerts_open",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "ix_alerts_asset_id_id",
                table: "alerts");

            migrationBuilder.CreateIndex(
                name: "alerts_by_time",
                table: "alerts",
                columns: new[] { "raised_at", "id" });

            migrationBuilder.CreateIndex(
                name: "alerts_of_asset",
                table: "alerts",
                columns: new[] { "asset_id", "id" },
                filter: "asset_id is not null");

            migrationBuilder.CreateIndex(
                name: "alerts_of_condition",
                table: "alerts",
                columns: new[] { "fingerprint", "id" },
                filter: "state = 'Closed'");

            migrationBuilder.CreateIndex(
                name: "alerts_open",
                table: "alerts",
                column: "id",
                filter: "state <> 'Closed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "alerts_by_time",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "alerts_of_asset",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "alerts_of_condition",
                table: "alerts");

            migrationBuilder.DropIndex(
                name: "alerts_open",
                table: "alerts");

            migrationBuilder.CreateIndex(
                name: "alerts_by_time",
                table: "alerts",
                columns: new[] { "raised_at", "id" },
                descending: new bool[0]);

            migrationBuilder.CreateIndex(
                name: "alerts_of_condition",
                table: "alerts",
                columns: new[] { "fingerprint", "id" });

            migrationBuilder.CreateIndex(
                name: "alerts_open",
                table: "alerts",
                column: "id",
                descending: new bool[0],
                filter: "state <> 'Closed'");

            migrationBuilder.CreateIndex(
                name: "ix_alerts_asset_id_id",
                table: "alerts",
                columns: new[] { "asset_id", "id" });
        }
    }
}
