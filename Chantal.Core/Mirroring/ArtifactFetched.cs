using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>A file was downloaded and verified.</summary>
/// <param name="Path">Its path in the mirror.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Upstream">The host that it came from.</param>
internal sealed record ArtifactFetched(string Path, long Bytes, Sha256Digest Sha256, string Upstream) : LogEvent(EventName, LogLevel.Debug)
{
    /// <summary>The kind of the event.</summary>
    public const string EventName = "file";

    /// <inheritdoc/>
    public override string Message => $"Fetched '{Path}' ({Quantity.Bytes(Bytes)}) from {Upstream}.";

    /// <inheritdoc/>
    public override IReadOnlyList<LogField> Fields =>
    [
        new(LogFields.Path, Path), new(LogFields.Bytes, Bytes), new(LogFields.Sha256, Sha256.ToString()), new(LogFields.Upstream, Upstream),
    ];
}
