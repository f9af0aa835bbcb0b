using Chantal.Repositories;
using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Makes a channel such as <c>prod</c> show a snapshot, at once. To roll back, promote the previous snapshot. What mirrors with a <c>ChannelSigningKey</c> show is signed with it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class Promote : SnapshotTask
{
    private const string Key = "ChannelSigningKey";

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var channel = Values.Require("Channel", "-p:Channel=prod");
        var signing = new ChannelSigning(Layout, Generations, () => Context.Blobs(trustsHashCache: true), TimeProvider.System, Reporter) { Terms = TermsOf };
        var mirrors = ReadMirrors();
        await Snapshots.PromoteAsync(mirrors, channel, RequireName(), cancellation, signing);
        await Statements.WriteChannelAsync(channel, mirrors.Select(m => m.Name), SignerOf, cancellation);
        WriteMetrics(mirrors.Select(m => m.Name));
    }

    private ChannelTerms? TermsOf(string mirror)
    {
        var definition = DefinitionOf(mirror);
        return definition.List(Key).Count > 0 && MetadataSigners.Create(definition, Environment.GetEnvironmentVariable, TimeProvider.System, Key) is { } signer
            ? new ChannelTerms(signer, definition.TextOrNull("ReleaseValidFor") is null ? null : definition.Duration("ReleaseValidFor"))
            : null;
    }
}
