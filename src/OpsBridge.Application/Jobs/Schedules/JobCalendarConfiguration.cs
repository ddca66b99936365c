using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsBridge.Jobs.Schedules;

internal sealed class JobCalendarConfiguration : IEntityTypeConfiguration<JobCalendar>
{
    private static readonly ValueComparer<CalendarDetails> s_compared = new(
        (a, b) => JsonSerializer.Serialize(a, JobJson.Options) == JsonSerializer.Serialize(b, JobJson.Options), d => d.Name.Length, d => d);

    public void Configure(EntityTypeBuilder<JobCalendar> calendar)
    {
        calendar.ToTable("job_calendars");
        calendar.Property(c => c.Id).ValueGeneratedNever();
        calendar.Property(c => c.Name).HasMaxLength(CalendarDetails.MaxName);
        calendar.Property(c => c.ChangedBy).HasMaxLength(200);
        calendar.Property(c => c.Version).IsRowVersion();
        calendar.Property(c => c.Details).HasColumnType("jsonb").HasConversion(
            d => JsonSerializer.Serialize(d, JobJson.Options), j => JsonSerializer.Deserialize<CalendarDetails>(j, JobJson.Options)!, s_compared);
    }
}
