using Chantal.Apt.Release;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>
/// Puts a Release of the site's own above the indices of a state, so that apt follows a channel to any snapshot, older ones too: the same files and digests, with the
/// <c>Date</c> of the promotion and no <c>Valid-Until</c> but the site's. Upstream's own stay beside it as evidence.
/// </summary>
internal sealed class SignedSuites(SignRun run)
{
    private static readonly string[] Names = [SuiteFiles.InRelease, SuiteFiles.Release, SuiteFiles.Signature];

    private readonly ReleaseSigner _signer = new(run.Signer, run.WorkDirectory);
    private readonly List<PlanEntry> _made = [];

    /// <summary>Signs all suites, or null if no suite has a Release, so that clients do not look for a date.</summary>
    public async Task<SignedState?> SignAsync(CancellationToken cancellation)
    {
        var roots = new List<PlanRoot>();
        foreach (var root in run.Header.Roots)
        {
            roots.Add(await StoredRelease.ReadAsync(run.State, root.Path, cancellation) is { } release ? await SignAsync(root, release, cancellation) : root);
        }

        return _made.Count > 0 ? new SignedState(run.Header with { Roots = roots }, _made) : null;
    }

    private async Task<PlanRoot> SignAsync(PlanRoot root, ReleaseFile release, CancellationToken cancellation)
    {
        // Where metadata is made here, upstream's own lie beside it already.
        var present = Names.Select(n => Find(PathOf(root, n))).OfType<PlanEntry>().ToList();
        if (!Names.Any(n => Find(PathOf(root, n) + RegeneratedSuites.EvidenceEnding) is not null))
        {
            _made.AddRange(present.Select(e => e with { Path = e.Path + RegeneratedSuites.EvidenceEnding, Role = FileRole.Metadata }));
        }

        var validUntil = run.Date + run.ValidFor;
        var signed = await _signer.SignAsync(ReleaseWriter.Write(release, release.Entries, run.Date, validUntil), run.Date, cancellation);
        await AddAsync(SuiteFiles.InRelease, signed.InRelease);
        await AddAsync(SuiteFiles.Release, signed.Release);
        await AddAsync(SuiteFiles.Signature, signed.Signature);
        return root with { Date = run.Date, ValidUntil = validUntil };

        async Task AddAsync(string name, ReadOnlyMemory<byte> content)
        {
            var artifact = await run.State.Content.ImportAsync(content, cancellation);
            _made.Add(new PlanEntry { Path = PathOf(root, name), Size = artifact.Size, Sha256 = artifact.Sha256, Role = FileRole.Root, Scope = present[0].Scope });
        }
    }

    private PlanEntry? Find(string path) => run.State.Metadata.GetValueOrDefault(path);

    private static string PathOf(PlanRoot root, string name) => StoredRelease.PathOf(root.Path, name);
}
