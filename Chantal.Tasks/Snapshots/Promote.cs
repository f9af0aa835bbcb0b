using Chantal.Assertions;
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
        await CheckAsync(channel, [.. mirrors.Select(m => m.Name)], cancellation);
        await Snapshots.PromoteAsync(mirrors, channel, RequireName(), cancellation, signing);
        await Statements.WriteChannelAsync(channel, mirrors.Select(m => m.Name), SignerOf, cancellation);
        WriteMetrics(mirrors.Select(m => m.Name));
    }

    // Of all mirrors before the first is shown: what machines use together is promoted together.
    private async Task CheckAsync(string channel, IReadOnlyList<string> mirrors, CancellationToken cancellation)
    {
        var (name, errors) = (RequireName(), 0);
        var check = new AssertionCheck(Layout, Generations, Reporter) { StateOf = m => (Refs.Snapshot(name, m) ?? Refs.Channel(channel, m))?.Target };
        foreach (var mirror in mirrors)
        {
            if (AssertionRecord.Read(Layout, mirror) is { IsEmpty: false } record && Refs.Snapshot(name, mirror) is { } snapshot)
            {
                Generations.Require(snapshot.Target);
                errors += await check.RunAsync(mirror, record, snapshot.Target, Refs.Channel(channel, mirror)?.Target, cancellation);
            }
        }

        if (errors > 0)
        {
            throw AssertionDiagnostics.StateRefused($"Snapshot '{name}'", errors);
        }
    }

    private ChannelTerms? TermsOf(string mirror)
    {
        var definition = DefinitionOf(mirror);
        return definition.List(Key).Count > 0 && MetadataSigners.Create(definition, Environment.GetEnvironmentVariable, TimeProvider.System, Key) is { } signer
            ? new ChannelTerms(signer, definition.TextOrNull("ReleaseValidFor") is null ? null : definition.Duration("ReleaseValidFor"))
            : null;
    }
}
