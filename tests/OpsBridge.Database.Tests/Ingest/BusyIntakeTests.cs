using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;
using OpsBridge.Support;
using Xunit;

namespace OpsBridge.Ingest;

public sealed class BusyIntakeTests(BusyIntakeTests.Console console) : IClassFixture<BusyIntakeTests.Console>
{
    private const string Alert = """{"labels":{"a":"b"}}""";

    public static TheoryData<string, string, string> Doors => new()
    {
        { "/api/v2/alerts", "application/json", $"[{Alert},7]" },
        { "/api/v1/events", "application/json", Alert },
        { "/api/ingest/alertmanager", "application/json", """{"alerts":[{"status":"firing","labels":{"a":"b"}}]}""" },
        { "/api/ingest/grafana", "application/json", """{"alerts":[{"status":"firing","labels":{"a":"b"}}]}""" },
        { "/api/ingest/cloudevents", "application/cloudevents+json", """{"specversion":"1.0","type":"t","source":"s","id":"1"}""" },
        { "/v1/actions/process-check-result", "application/json", """{"host":"h","exit_status":1}""" },
        { "/v2/enqueue", "application/json", """{"routing_key":"KEY","event_action":"resolve","dedup_key":"k"}""" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task What_was_not_taken_is_answered_with_429_or_503_and_when_to_come_again(string path, string mediaType, string body)
    {
        (IntakeResult Result, HttpStatusCode Status, int Seconds)[] cases =
        [
            (new IntakeResult.Busy(TimeSpan.FromSeconds(7.2), OwnFault: true), HttpStatusCode.TooManyRequests, 8),
            (new IntakeResult.Busy(TimeSpan.FromMilliseconds(1), OwnFault: false), HttpStatusCode.ServiceUnavailable, 1),
            (new IntakeResult.Unavailable(TimeSpan.FromSeconds(5)), HttpStatusCode.ServiceUnavailable, 5),
        ];
        foreach (var (result, status, seconds) in cases)
        {
            console.Intake.Result = result;

            var answer = await console.PostAsync(path, Encoding.UTF8.GetBytes(body.Replace("KEY", console.Key, StringComparison.Ordinal)), mediaType);

            Assert.Equal((status, TimeSpan.FromSeconds(seconds)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        }

        Assert.Equal(0, console.Intake.Quarantined); // the sender comes again with the bad part as well
    }

    [Fact]
    public async Task An_idempotency_key_of_what_was_not_taken_is_not_remembered()
    {
        console.Intake.Result = new IntakeResult.Unavailable(TimeSpan.FromSeconds(5));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await console.PostAsync("/api/v1/events", Alert, ("Idempotency-Key", "k"))).StatusCode);

        console.Intake.Result = new IntakeResult.Stored([]);

        Assert.Equal(HttpStatusCode.OK, (await console.PostAsync("/api/v1/events", Alert, ("Idempotency-Key", "k"))).StatusCode);
    }

    public sealed class Console(PostgresServer server) : IngestConsole(server)
    {
        public FakeIntake Intake { get; } = new();

        protected override void Adjust(IServiceCollection services) => services.AddSingleton<IEventIntake>(Intake);
    }

    public sealed class FakeIntake : IEventIntake
    {
        public IntakeResult Result { get; set; } = new IntakeResult.Stored([]);

        public int Quarantined { get; private set; }

        public Task<IntakeResult> TakeAsync(SourceProfile source, IReadOnlyList<IncomingEvent> events, Actor actor, CancellationToken ct) => Task.FromResult(Result);

        public Task QuarantineAsync(SourceProfile source, PoisonMessage message, Actor actor, CancellationToken ct)
        {
            Quarantined++;
            return Task.CompletedTask;
        }
    }
}
