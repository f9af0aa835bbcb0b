using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Mirroring;

/// <summary>
/// What Chantal does for a format that somebody else wrote, in targets of their own: fetches and verifies the files that its plans are made of, and looks at
/// the plans before they count.
/// </summary>
internal sealed class ForeignFormat(MirrorContext mirror, FormatStepOptions options)
{
    // A date far ahead would keep every later state out.
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    private string Roots => Path.Combine(mirror.Layout.State(mirror.Mirror), "roots");

    /// <summary>Brings the upstream's files up to date, and lets a stamp tell the steps behind it whether they changed.</summary>
    /// <param name="files">The files.</param>
    /// <param name="stamp">The stamp.</param>
    /// <param name="cancellation">Ends the requests.</param>
    /// <returns>What came of it, and fingerprints of the keys that signed the files.</returns>
    public async Task<(RootsResult Result, IReadOnlyList<string> Signers)> FetchAsync(IReadOnlyList<UpstreamFile> files, string stamp, CancellationToken cancellation)
    {
        if (options.Distrust && Directory.Exists(Roots))
        {
            Directory.Delete(Roots, recursive: true);
        }

        var signatures = files.Any(f => f.Signature is not null) ? Signatures() : null;
        var upstreams = options.Definition.UpstreamsOrNull() ?? throw DefinitionDiagnostics.Missing("Upstream", "<Upstream>https://downloads.example/tool/</Upstream>");
        var folders = files.GroupBy(f => f.Directory, StringComparer.Ordinal)
            .Select(g => (Path: g.Key, Folder: new UpstreamFolder([.. g], new RootDirectory(Roots, g.Key), signatures, upstreams))).ToList();
        var fetched = await Task.WhenAll(folders.Select(f => f.Folder.FetchAsync(mirror.Transfer, options.Attempt > 1, WaitAsync, cancellation)));
        var changed = folders.Zip(fetched).Where(f => f.Second is not null && f.First.Folder.Save(f.Second, BeforeChange)).Select(f => f.First.Path).ToList();
        var removed = RootDirectory.DeleteOthers(Roots, folders.Select(f => f.Path), BeforeChange);
        if (removed || changed.Count > 0 || !File.Exists(stamp))
        {
            await File.WriteAllTextAsync(stamp, string.Join('\n', changed) + "\n", cancellation);
        }

        mirror.Log.Info(removed || changed.Count > 0 ? "New files upstream." : "Nothing new upstream.");
        return (new RootsResult(removed || changed.Count > 0, changed), [.. folders.SelectMany(f => f.Folder.Known?.Signers ?? []).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Looks at a plan that was just written: whose type it is, and that none of its roots is older than the published one.</summary>
    /// <param name="planFile">The plan.</param>
    /// <param name="type">The mirror's type.</param>
    /// <returns>What was only taken because it was accepted; null: nothing.</returns>
    public Acceptance? CheckPlan(string planFile, string type)
    {
        using var plan = PlanReader.Open(planFile);
        if (plan.Header.Type != type)
        {
            throw MirroringDiagnostics.PlanOfAnotherType(mirror.Mirror, plan.Header.Type, type);
        }

        // The targets of a plug-in may be Chantal's own, for one of its formats, which judge their roots themselves.
        if (mirror.Head is not { } head || RepositoryFormats.Find(type) is not null)
        {
            return null;
        }

        var digest = RootDirectory.Digest(File.ReadAllBytes(planFile));
        var published = new PublishedState { Roots = mirror.Generations.Read(head).Header.Roots }.Dates;
        return new AcceptedState(options.Accept, mirror.Log).Of(
        [
            .. plan.Header.Roots
                .Where(r => published.TryGetValue(r.Path, out var date) && date <= mirror.Clock.GetUtcNow() + MostAhead && (r.Date is null || r.Date < date))
                .Select(r => new OlderRoot($"'{r.Path}'", r.Path, digest, r.Date, published[r.Path])),
        ]);
    }

    private RootSignatures Signatures()
    {
        var verify = options.Definition.Flag("VerifySignatures");
        if (!verify)
        {
            mirror.Log.Warning(RepositoryDiagnostics.VerificationOff());
        }

        return RootSignatures.Create(verify, options.Definition.Text("SignedBy"), options.Definition.PathOf("."));
    }

    private void BeforeChange() => options.Outdates.ToList().ForEach(File.Delete);

    private Task WaitAsync(int look, CancellationToken cancellation) => Task.Delay(look * options.Patience, mirror.Clock, cancellation);
}
