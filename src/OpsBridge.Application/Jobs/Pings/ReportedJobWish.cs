namespace OpsBridge.Jobs.Pings;

/// <summary>What a program wants of a reported job. What is null stays as it is, or is the default of a new job.</summary>
public sealed record ReportedJobWish
{
    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Slug.</summary>
    public string? Slug { get; init; }

    /// <summary>Words with blanks between.</summary>
    public string? Tags { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Period; replaces a schedule.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Schedule; wins over <see cref="Period"/>.</summary>
    public string? Schedule { get; init; }

    /// <summary>IANA zone.</summary>
    public string? Zone { get; init; }

    /// <summary>Grace.</summary>
    public TimeSpan? Grace { get; init; }

    /// <summary>Only POST counts.</summary>
    public bool? PostOnly { get; init; }

    /// <summary>Pings do not resume it.</summary>
    public bool? ManualResume { get; init; }

    /// <summary>Looks at bodies of HTTP pings.</summary>
    public bool? FilterHttpBody { get; init; }

    /// <summary>Looks at subjects of mails.</summary>
    public bool? FilterSubject { get; init; }

    /// <summary>Looks at bodies of mails.</summary>
    public bool? FilterMailBody { get; init; }

    /// <summary>Where no word is found: a failure.</summary>
    public bool? FilterDefaultFail { get; init; }

    /// <summary>Words of a start.</summary>
    public string? StartWords { get; init; }

    /// <summary>Words of a success.</summary>
    public string? SuccessWords { get; init; }

    /// <summary>Words of a failure.</summary>
    public string? FailureWords { get; init; }

    /// <summary>Find it by these values; with none, or with one that the wish does not name, a new job is made.</summary>
    public IReadOnlyList<ReportedJobField> Unique { get; init; } = [];

    /// <summary>The details with the wish over them.</summary>
    public ReportedJobDetails Over(ReportedJobDetails known) => known with
    {
        Name = Name ?? known.Name,
        Slug = Slug ?? known.Slug,
        Tags = Tags ?? known.Tags,
        Description = Description ?? known.Description,
        Period = string.IsNullOrEmpty(Schedule) ? Period ?? known.Period : known.Period,
        Schedule = !string.IsNullOrEmpty(Schedule) ? Schedule : Period is null ? known.Schedule : null,
        Zone = Zone ?? known.Zone,
        Grace = Grace ?? known.Grace,
        PostOnly = PostOnly ?? known.PostOnly,
        ManualResume = ManualResume ?? known.ManualResume,
        Filter = known.Filter with
        {
            HttpBody = FilterHttpBody ?? known.Filter.HttpBody,
            Subject = FilterSubject ?? known.Filter.Subject,
            MailBody = FilterMailBody ?? known.Filter.MailBody,
            DefaultFail = FilterDefaultFail ?? known.Filter.DefaultFail,
            Start = StartWords ?? known.Filter.Start,
            Success = SuccessWords ?? known.Filter.Success,
            Failure = FailureWords ?? known.Filter.Failure,
        },
    };

    /// <summary>Whether a job is the one that is meant.</summary>
    internal bool Means(ReportedJobDetails job) => Unique.Count > 0 && Unique.All(field => field switch
    {
        ReportedJobField.Name => Name == job.Name,
        ReportedJobField.Slug => Slug == job.Slug,
        ReportedJobField.Tags => Tags == job.Tags,
        ReportedJobField.Timeout => Period == job.Period && job.Schedule is null,
        _ => Grace == job.Grace,
    });
}
