using Chantal.Content;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>Thins a list in XML of a repository to what the mirror takes.</summary>
/// <param name="planned">The repository.</param>
/// <param name="data">The list.</param>
/// <param name="reader">Opens it.</param>
/// <param name="selection">What the mirror takes of all its repositories.</param>
internal sealed class ListRewriter(PlannedRepository planned, RepomdData data, RepodataReader reader, PackageSelection selection)
{
    /// <summary>The published state, which has the packages that stay though upstream does not list them any more; null: none do.</summary>
    public PlannedRepository? Stored { get; init; }

    private readonly string _name = planned.Repository.PathOf(data.Location);

    /// <summary>Copies what stays of the list.</summary>
    public async Task CopyAsync(RepodataRule rule, List<CandidatePackage> selected, Stream output, CancellationToken cancellation)
    {
        switch (rule)
        {
            case RepodataRule.Packages:
                await CopyPackagesAsync(selected.Select(p => p.Id).ToHashSet(), selected.Where(p => p.Stored is not null).Select(p => p.Id).ToHashSet(), selected.Count, output, cancellation);
                break;
            case RepodataRule.Patterns:
                await ReadAsync(content => new PatternRewriter(selection.IsLeftOut).Copy(content, data.Type.TrimEnd('s'), _name, output, cancellation), cancellation);
                break;
            case RepodataRule.Applications:
                await CopyApplicationsAsync(selected.Select(p => p.Package.Name).ToHashSet(StringComparer.Ordinal), output, cancellation);
                break;
            default:
                await ReadAsync(content => AdvisoryRewriter.Copy(content, _name, selected.Select(p => p.Nevra).ToHashSet().Contains, output, cancellation), cancellation);
                break;
        }
    }

    // The lists of createrepo_c have every package; SUSE's have those about which there is something to say, and state how many these are.
    private async Task CopyPackagesAsync(HashSet<PackageId> kept, HashSet<PackageId> staying, int count, Stream output, CancellationToken cancellation)
    {
        using var stored = staying.Count > 0 && Stored?.Find(data.Type) is { } list ? await reader.OpenAsync(planned.Repository, list, cancellation) : null;
        if (data.Type.StartsWith("susedata", StringComparison.Ordinal))
        {
            await ReadAsync(content => count = PackageListRewriter.Count(content, _name, kept, cancellation), cancellation);
            count += stored is null ? 0 : await CountAsync(staying, cancellation);
        }

        await ReadAsync(content => PackageListRewriter.Copy(content, stored is null ? null : (stored, staying), data.Type, _name, kept, count, output, cancellation), cancellation);
    }

    private async Task<int> CountAsync(HashSet<PackageId> staying, CancellationToken cancellation)
    {
        using var content = await reader.OpenAsync(planned.Repository, Stored!.Find(data.Type)!, cancellation);
        return PackageListRewriter.Count(content, _name, staying, cancellation);
    }

    private async Task CopyApplicationsAsync(HashSet<string> kept, Stream output, CancellationToken cancellation)
    {
        string? element = null;
        await ReadAsync(content => element = AppDataRewriter.ElementOf(content, _name), cancellation);
        await ReadAsync(content => CopyApplications(content, element, kept, output, cancellation), cancellation);
    }

    private void CopyApplications(IndexStream content, string? element, HashSet<string> kept, Stream output, CancellationToken cancellation)
    {
        if (element is null)
        {
            content.CopyTo(output);
        }
        else
        {
            AppDataRewriter.Copy(content, element, _name, kept.Contains, output, cancellation);
        }
    }

    private async Task ReadAsync(Action<IndexStream> read, CancellationToken cancellation)
    {
        using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
        read(content);
    }
}
