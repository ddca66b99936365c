using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class CommandTakes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "takes",
                table: "job_commands",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "takes",
                table: "job_commands");
        }
    }
}
