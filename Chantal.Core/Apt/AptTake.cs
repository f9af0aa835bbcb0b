using System.Text;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Apt.Rewriting;
using Chantal.Definitions;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>Takes packages of one state of a mirror into another whose metadata is made here: finds them with what they need, and makes metadata that lists both.</summary>
internal sealed class AptTake(TakeRun run)
{
    /// <summary>Why nothing can be taken into or out of a state with the metadata that upstream signed; null: it is the site's own.</summary>
    public static (string Reason, string Remedy)? WholeOnly(StoredState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Metadata.Keys.Any(p => p.EndsWith(SuiteFiles.Release + RegeneratedSuites.EvidenceEnding, StringComparison.Ordinal)) ? null : (
            "its metadata is upstream's, whose signature would break",
            "Set <Metadata>Regenerate</Metadata> and <SigningKey>keys/site.key</SigningKey> in its definition, sync it, and make the next base of that");
    }

    /// <summary>Takes what the run asks for.</summary>
    public async Task<TakenState> TakeAsync(CancellationToken cancellation)
    {
        var suites = await TakenSuite.LoadAllAsync(run, cancellation);
        var packages = new TakenTable(run.Request);
        await ReadAsync(suites, packages, cancellation);
        new TakenPackages(run.Mirror, packages, run.Request, run.Advisories).Select();
        if (!packages.Taken.Any())
        {
            return TakenState.Nothing;
        }

        var signer = run.Signer() ?? throw DefinitionDiagnostics.Missing($"SigningKey of the mirror '{run.Mirror}', which has to sign what is made of the base and what is taken", "<SigningKey>keys/site.key</SigningKey>");
        var signatures = new ReleaseSigner(signer, Path.Combine(run.WorkDirectory, "signatures"));
        var (made, removed, copied) = (new List<PlanEntry>(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var suite in suites)
        {
            var indices = new TakenIndices(suite, packages, run, signatures);
            made.AddRange(await indices.MakeAsync(cancellation));
            removed.UnionWith(indices.Removed);
            copied.UnionWith(indices.Copied);
        }

        return new TakenState(
            [.. packages.Taken.Select(r => new PackageIdentity(packages.NameOf(r), Encoding.UTF8.GetString(packages.Table.Field(r, PackageFields.Version)), packages.Table.ScopeOf(r).Architecture))],
            removed,
            copied,
            made,
            suites.SelectMany(s => new[] { SuiteFiles.InRelease, SuiteFiles.Signature }.Select(n => StoredRelease.PathOf(s.Directory, n))).ToHashSet(StringComparer.Ordinal));
    }

    private async Task ReadAsync(IReadOnlyList<TakenSuite> suites, TakenTable packages, CancellationToken cancellation)
    {
        List<TakenIndex> indices = [.. suites.SelectMany(s => s.Of(IndexRule.Packages))];
        var same = indices.Where(i => i.IsSame).Select(i => i.Base).ToHashSet();
        await new IndexReader(run.Base.Content, Tolerance.Default, _ => true).ReadAsync([.. indices.Select(i => i.Base)], [], (index, encoding, content) =>
        {
            packages.AddHeld(content, encoding.Path, same.Contains(index), cancellation);
            return Task.CompletedTask;
        }, cancellation);
        var changed = indices.Where(i => i.IsChanged).ToDictionary(i => i.Source!);
        await new IndexReader(run.Source.Content, Tolerance.Default, _ => true).ReadAsync([.. changed.Keys], [], (index, encoding, content) =>
        {
            changed[index].Offered = packages.AddOffered(content, encoding.Path, cancellation);
            return Task.CompletedTask;
        }, cancellation);
    }
}
