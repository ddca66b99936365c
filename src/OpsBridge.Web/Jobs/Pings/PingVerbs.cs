namespace OpsBridge.Jobs.Pings;

/// <summary>The use cases behind what people do with reported jobs.</summary>
public sealed record PingVerbs(
    SaveReportedJob Save, PauseReportedJob Pause, ResumeReportedJob Resume, PlanDowntime Plan, RemoveReportedJob Remove, RenewPingAddress Renew, CreatePingKey CreateKey, RevokePingKey RevokeKey);
