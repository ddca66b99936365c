using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpsBridge.Data.Migrations
{
    /// <inheritdoc />
    public partial class JobsByWhatTheyFollow : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Every run that ends asks which jobs come after its own.
            migrationBuilder.Sql("create index ix_jobs_follows on jobs ((details -> 'schedule' ->> 'jobId')) where retired_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_jobs_follows");
        }
    }
}
