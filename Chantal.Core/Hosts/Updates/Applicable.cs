using Chantal.Definitions;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Hosts.Updates;

/// <summary>A finding, and how many hosts it is about.</summary>
/// <param name="Finding">The finding; of an update the package of one of the hosts, which may have older versions elsewhere.</param>
/// <param name="Hosts">How many hosts.</param>
internal sealed record CommonFinding(Finding Finding, int Hosts);

/// <summary>What a state of mirrors holds for hosts: for each, and for all together.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Mirrors">The mirrors that have it.</param>
/// <param name="AbsentMirrors">The mirrors that do not have it.</param>
/// <param name="Hosts">The hosts.</param>
internal sealed record Applicable(string State, IReadOnlyList<string> Mirrors, IReadOnlyList<string> AbsentMirrors, IReadOnlyList<HostFindings> Hosts)
{
    /// <summary>The updates of all hosts, those of most hosts first.</summary>
    public IReadOnlyList<CommonFinding> Updates => field ??= Common(Standing.Update, f => f.Offered);

    /// <summary>The packages that no mirror has.</summary>
    public IReadOnlyList<CommonFinding> Missing => field ??= Common(Standing.Missing, _ => null);

    /// <summary>The packages that are newer than what the mirrors hold.</summary>
    public IReadOnlyList<CommonFinding> Newer => field ??= Common(Standing.Newer, f => f.Package.Version);

    /// <summary>The advisories that apply to a host at least, the gravest first.</summary>
    public IReadOnlyList<(Advisory Advisory, int Hosts)> Advisories => field ??=
    [
        .. Hosts.SelectMany(h => h.Advisories).GroupBy(a => a.Id).Select(g => (g.First(), g.Count()))
            .OrderBy(a => AdvisorySeverities.Of(a.Item1)).ThenByDescending(a => a.Item2).ThenBy(a => a.Item1.Id, StringComparer.Ordinal),
    ];

    /// <summary>One line that says it all.</summary>
    public string Summary
    {
        get
        {
            var waiting = Hosts.Count(h => h.Of(Standing.Update).Any());
            var security = Hosts.Count(h => h.Findings.Any(f => f.IsSecurity));
            return $"{Quantity.Count(Hosts.Count, "host")}, compared with {State}: {waiting} with updates, {security} of them with security updates; {Advisories.Count} {Quantity.Noun(Advisories.Count, "advisory", "advisories")}.{(AbsentMirrors.Count > 0 ? $" Mirrors that do not have {State} are left out: {string.Join(", ", AbsentMirrors)}." : "")}";
        }
    }

    /// <summary>The result in a form.</summary>
    public string ToText(ListFormat format) => format switch
    {
        ListFormat.Json => ApplicableJson.Write(this),
        ListFormat.Markdown => ApplicableText.ToMarkdown(this),
        _ => ApplicableText.ToPlainText(this),
    };

    private List<CommonFinding> Common(Standing standing, Func<Finding, string?> version) =>
    [
        .. Hosts.SelectMany(h => h.Of(standing).DistinctBy(f => (f.Package.Type, f.Package.Name, f.Package.Architecture)))
            .GroupBy(f => (f.Package.Type, f.Package.Name, f.Package.Architecture, version(f)))
            .Select(g => new CommonFinding(g.FirstOrDefault(f => f.IsSecurity) ?? g.First(), g.Count()))
            .OrderByDescending(c => c.Finding.IsSecurity).ThenByDescending(c => c.Hosts)
            .ThenBy(c => c.Finding.Package.Name, StringComparer.Ordinal).ThenBy(c => c.Finding.Package.Architecture, StringComparer.Ordinal).ThenBy(c => c.Finding.Offered, StringComparer.Ordinal),
    ];
}
