using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Transfer.Origins;

namespace Chantal.Repositories;

/// <summary>
/// A repository format: everything that differs between one and another. It asks an upstream what is new, makes a plan of it, and knows the
/// format's own versions, signatures of packages and advisories. What happens with a plan is the same for all.
/// </summary>
internal abstract class RepositoryFormat
{
    /// <summary>The <c>MirrorType</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The order of versions, the older one first.</summary>
    public abstract IComparer<string> Versions { get; }

    /// <summary>The distribution that a version says it was built for, such as <c>el9</c>; null: versions do not say that.</summary>
    /// <param name="version">The version of a package.</param>
    public virtual string? DistributionOf(string version) => null;

    /// <summary>How a definition writes names and versions of its packages.</summary>
    public virtual PackageWords Words => PackageWords.Plain(Versions);

    /// <summary>What the age of a version is counted from, unless the definition says it: what upstream states, where it can be relied on.</summary>
    public virtual AgeSource AgeFrom => AgeSource.FirstSeen;

    /// <summary>Whether its repositories hold packages, which have versions; files outside of repositories do not.</summary>
    public virtual bool HasPackages => true;

    /// <summary>Whether a definition's <c>SigningKey</c> is an OpenPGP key.</summary>
    public virtual bool SignsByOpenPgp => true;

    /// <summary>Whether its indices say themselves that a package is not to be used.</summary>
    public virtual bool HasQuarantine => false;

    /// <summary>Fetches and verifies the upstream's root metadata, by conditional request, into <see cref="FormatRun.StateDirectory"/>.</summary>
    /// <param name="run">What it works with.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">The upstream or the definition cannot be used; what was there stays.</exception>
    public abstract Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation);

    /// <summary>Writes the plan: every file that the mirror is to hold.</summary>
    /// <param name="run">What it works with.</param>
    /// <param name="planFile">The plan, written whole or not at all.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UpstreamChangedException">The roots are no longer what the upstream has: the sync has to start over.</exception>
    /// <exception cref="MirrorException">The definition does not fit the upstream, or the upstream's files cannot be used.</exception>
    public abstract Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation);

    /// <summary>The upstreams of a definition with their queries, which a plan does not hold: they may be secrets.</summary>
    /// <param name="definition">What the definition says.</param>
    public virtual Upstreams? UpstreamsOf(DefinitionValues definition) => definition.UpstreamsOrNull();

    /// <summary>Says what an absolute URL of a plan is that ends in <c>?</c>: its query, which may be a secret, is left out there. Null: plans have whole URLs.</summary>
    /// <param name="stateDirectory">The mirror's own files between syncs.</param>
    public virtual Func<PlanEntry, string, string?>? WholeUrls(string stateDirectory) => null;

    /// <summary>Checks packages by themselves before they are stored; null: the metadata's checksums are all there is.</summary>
    /// <param name="definition">What the definition says.</param>
    /// <param name="log">Hears what is not checked.</param>
    public virtual IArtifactCheck? PackageCheck(DefinitionValues definition, ILog log) => null;

    /// <summary>
    /// Whether what clients read is made here of the packages that the mirror holds: a package that cannot be had is then left out of a plan made again,
    /// and not only of the mirror.
    /// </summary>
    /// <param name="definition">What the definition says.</param>
    public virtual bool MakesMetadata(DefinitionValues definition) => false;

    /// <summary>
    /// Whether metadata that is made here promises a file that clients do not need: where upstream does not have it, the metadata has to be made again without.
    /// </summary>
    /// <param name="path">The file's path in the mirror.</param>
    public virtual bool Promises(string path) => false;

    /// <summary>Whether a part of the repository that cannot be had stays as it was published last, while all others go forward.</summary>
    /// <param name="definition">What the definition says.</param>
    public virtual bool HoldsBack(DefinitionValues definition) => false;

    /// <summary>What of the repository stayed as it was published last, as the error that the run ends with; null: nothing did.</summary>
    /// <param name="stateDirectory">The mirror's own files between syncs.</param>
    /// <param name="mirror">The mirror's name.</param>
    public virtual MirrorException? Shortfall(string stateDirectory, string mirror) => null;

    /// <summary>Whether clients keep the metadata that they have where a repository serves an older one of its dates.</summary>
    public virtual bool ClientsIgnoreOlderRoots => false;

    /// <summary>Whether clients refuse metadata past the date until which the upstream guarantees it; others warn at most.</summary>
    public virtual bool ClientsRefuseExpiredRoots => false;

    /// <summary>Which keys clients of a mirror need, and what they check by them: upstream's, as far as <c>SignedBy</c> accepts them, and the site's where metadata is made here.</summary>
    /// <param name="definition">What the definition says.</param>
    /// <param name="environment">Reads variables of the environment, such as one with a passphrase.</param>
    /// <param name="clock">What time it is.</param>
    /// <exception cref="MirrorException">A key cannot be read.</exception>
    public virtual ClientTrust TrustOfClients(DefinitionValues definition, Func<string, string?> environment, TimeProvider clock) => ClientTrust.None;

    /// <summary>The files by which a host is set up for a state of a mirror; empty if hosts install nothing from such a repository.</summary>
    /// <param name="source">The state.</param>
    public virtual IEnumerable<ClientFile> ClientFiles(ClientSource source) => [];

    /// <summary>
    /// Signs the roots of a state as the site's own, with a date of its own: of formats whose clients ignore older ones. Everything that the roots list stays as it is.
    /// </summary>
    /// <param name="run">What it works with.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What is made; null: the state has nothing that is dated.</returns>
    public virtual Task<SignedState?> SignAsync(SignRun run, CancellationToken cancellation) => Task.FromResult<SignedState?>(null);

    /// <summary>Whether its repositories can have lists of advisories.</summary>
    public virtual bool HasAdvisories => false;

    /// <summary>Whether a file of a mirror is a list of advisories.</summary>
    public virtual bool IsAdvisoryList(PlanEntry entry) => false;

    /// <summary>Reads a list of advisories.</summary>
    /// <param name="file">The file, verified.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public virtual IEnumerable<Advisory> ReadAdvisories(string file, string name, CancellationToken cancellation) => [];

    /// <summary>Whether packages of one state can be taken into another, <see cref="TakeAsync"/>.</summary>
    public virtual bool CanTake => false;

    /// <summary>Why packages cannot be taken into or out of a state of a format that <see cref="CanTake"/>, and what to do about it; null: they can.</summary>
    /// <param name="state">The state.</param>
    public virtual (string Reason, string Remedy)? WholeOnly(StoredState state) => null;

    /// <summary>Takes packages of one state of a mirror into another, with what they need and that one does not have.</summary>
    /// <param name="run">What it works with.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">What was asked for does not fit the base.</exception>
    public virtual Task<TakenState> TakeAsync(TakeRun run, CancellationToken cancellation) => Task.FromResult(TakenState.Nothing);
}
