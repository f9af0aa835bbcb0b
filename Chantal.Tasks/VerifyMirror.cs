using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Transfer;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Reads every blob of the mirror's head again and compares the published tree with it; changes nothing.</summary>
public sealed class VerifyMirror : StoreTask
{
    /// <summary>The mirror's published directory.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary><c>hard</c>, <c>symbolic</c> or <c>copy</c>.</summary>
    [Required]
    public string LinkMode { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var options = new PublishOptions
        {
            Mirror = MirrorName,
            Directory = PublishDirectory,
            LinkMode = PropertyValue.Choice<Store.LinkMode>(nameof(LinkMode), LinkMode),
        };
        LockMirror();
        var head = Refs.Mirror(MirrorName)
            ?? throw new MirrorException(DiagnosticCodes.NothingStored, $"The mirror '{MirrorName}' has no generation yet, so there is nothing to verify; run the Sync target.");
        var result = await new MirrorVerifier(Layout, Generations, Environment.ProcessorCount).VerifyAsync(options, head, cancellation);
        foreach (var fault in result.Faults)
        {
            Reporter.Error(DiagnosticCodes.VerificationFailed, $"{fault} Run the Rebuild target to heal it.");
        }

        Reporter.Info($"Read {result.Blobs} blobs ({Quantity.Bytes(result.Bytes)}) and compared {result.Files} published files: {result.FaultCount} faults.");
    }
}
