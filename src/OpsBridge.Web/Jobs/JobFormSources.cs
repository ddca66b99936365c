using OpsBridge.Assets;

namespace OpsBridge.Jobs;

/// <summary>Where the form of a job reads from.</summary>
public sealed record JobFormSources(IJobSheet Sheets, IJobList Jobs, ICalendarList Calendars, INextFires Fires, IAssetDirectory Assets);
