using Microsoft.EntityFrameworkCore.Migrations;

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "released_by",
                table: "jobs");
        }
    }
}
