using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsBridge.Alerts.Sources;

namespace OpsBridge.Alerts.Intake;

/// <summary>What the parts of the intake share.</summary>
internal sealed record IntakeParts(IntakeQueue Queue, IntakeGate Gate, IOptions<IntakeOptions> Options, TimeProvider Clock, ILoggerFactory Loggers, SourceVoices Voices);
