using Chantal.Apt;
using Chantal.Definitions;
using Chantal.Formats;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Fetches and verifies the signed roots of an APT repository's suites, by conditional request: one for a suite in which
/// nothing is new. What does not verify, or is older than what is published, fails, and the old state stays.
/// </summary>
public sealed class FetchAptRelease : AptTask
{
    /// <summary>Keyring files, separated by <c>;</c>, each with fingerprints that narrow it.</summary>
    public string SignedBy { get; set; } = "";

    /// <summary>true asks the upstream without validators, and verifies anew.</summary>
    public string TrustNothing { get; set; } = "";

    /// <summary>Which attempt of this sync it is, from 1; a later one asks past caches.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The file whose time stamp says when the roots changed last.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Files that rest on the roots; they are removed before a root changes.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>Whether a root changed.</summary>
    [Output]
    public bool Changed { get; private set; }

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = ReadDefinition();
        if (PropertyValue.Flag(nameof(TrustNothing), TrustNothing) && Directory.Exists(RootsDirectory))
        {
            Directory.Delete(RootsDirectory, recursive: true);
        }

        var fetcher = new ReleaseFetcher(Http, RootSignatures.Create(definition.VerifySignatures, SignedBy, DefinitionPath(".")), Reporter)
        {
            BeforeChange = () => Array.ForEach(Outdates, File.Delete),
        };
        var result = await fetcher.FetchAsync(definition, RootsDirectory, PublishedDates(), bypassCaches: Attempt > 1, cancellation);
        Changed = result.Changed || !File.Exists(Stamp);
        if (Changed)
        {
            await File.WriteAllTextAsync(Stamp, string.Join('\n', result.ChangedSuites) + "\n", cancellation);
        }

        Reporter.Info(result.ChangedSuites.Count == 0 ? "Nothing new upstream." : $"New upstream: {string.Join(", ", result.ChangedSuites)}.");
    }

    // No Release may be older than the one that the head rests on.
    private Dictionary<string, DateTimeOffset> PublishedDates()
    {
        if (Refs.Mirror(MirrorName) is not { } head || !Generations.Exists(head))
        {
            return [];
        }

        using var manifest = Generations.Open(head);
        return manifest.Header.Roots.Where(r => r.Date is not null).ToDictionary(r => r.Path, r => r.Date!.Value);
    }
}
