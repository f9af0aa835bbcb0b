using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Repositories;

/// <summary>What the steps of a <see cref="RepositoryFormat"/> work with.</summary>
internal sealed record FormatRun
{
    /// <summary>What the definition says.</summary>
    public required DefinitionValues Definition { get; init; }

    /// <summary>What the definition means, as it was recorded: what was made of another one is made again.</summary>
    public required string DefinitionRecord { get; init; }

    /// <summary>The mirror's own files between syncs.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where the verified roots are kept.</summary>
    public string RootsDirectory => Path.Combine(StateDirectory, "roots");

    /// <summary>Where parts of plans are kept for the next ones.</summary>
    public string PartsDirectory => Path.Combine(StateDirectory, "parts");

    /// <summary>Sends requests.</summary>
    public required HttpTransfer Transfer { get; init; }

    /// <summary>Requests at a time.</summary>
    public required int Parallelism { get; init; }

    /// <summary>Fetches and stores what has to be read to make a plan, from the upstreams and from the bases of some directories.</summary>
    public required Func<Upstreams?, IReadOnlyList<PlanBase>, IArtifactSource> Source { get; init; }

    /// <summary>The state that the head is.</summary>
    public required PublishedState Published { get; init; }

    /// <summary>Says which versions may enter.</summary>
    public EntryPolicy Policy { get; init; } = EntryPolicy.None;

    /// <summary>What the mirror may do without.</summary>
    public Tolerance Tolerance => Tolerance.Read(Definition);

    /// <summary>Trusts nothing of what earlier runs left.</summary>
    public required bool Distrust { get; init; }

    /// <summary>Which attempt of this sync it is, from 1; a later one asks past caches.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// Paths of packages that an attempt before could not get as the metadata describes them: a format that makes its metadata leaves them out.
    /// </summary>
    public IReadOnlySet<string> BadFiles { get; init; } = new HashSet<string>();

    /// <summary>Paths of files that clients do not need, and that an attempt before did not find.</summary>
    public IReadOnlySet<string> AbsentFiles { get; init; } = new HashSet<string>();

    /// <summary>The name of the one suspicious state of the upstream that this run may take; empty: none.</summary>
    public required string Accept { get; init; }

    /// <summary>Checks the signatures of roots as the definition says.</summary>
    /// <param name="asOf">The day as of which keys count; null: now.</param>
    public IRootSignatures Signatures(DateTimeOffset? asOf = null) => RootSignatures.Create(Definition.Flag("VerifySignatures"), Definition.Text("SignedBy"), Definition.PathOf("."), asOf);

    /// <summary>Signs metadata that is made here, as the definition says; null: nobody does.</summary>
    public IMetadataSigner? Signer() => MetadataSigners.Create(Definition, Environment, Clock);

    /// <summary>Called before a file changes from which others are made.</summary>
    public required Action BeforeChange { get; init; }

    /// <summary>How long the first wait for an upstream in mid-update takes; later ones take longer.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Reads variables of the environment, such as those that requirements files name.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Hears what is done.</summary>
    public required ILog Log { get; init; }
}
