namespace OpsBridge.Ingest;

/// <summary>Reads a body.</summary>
internal delegate ParsedEvents ParseBody(ReadOnlySpan<byte> body, DateTimeOffset now);

/// <summary>One wire format that arrives in one request body.</summary>
/// <param name="Name">Its name; sources without a configuration of their own are called so.</param>
/// <param name="Parse">How it is read.</param>
/// <param name="Answer">What the sender is told when everything that could be read is on disk.</param>
internal sealed record WireFormat(string Name, ParseBody Parse, Func<ParsedEvents, IResult> Answer);
