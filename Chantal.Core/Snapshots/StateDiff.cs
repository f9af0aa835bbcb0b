using System.Text;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Snapshots;

/// <summary>What is different between two states of a mirror, for people and for programs.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="From">The state before, by its name.</param>
/// <param name="To">The state after.</param>
/// <param name="Packages">The packages.</param>
/// <param name="Advisories">The advisories that come with the state after; empty where the format has none.</param>
internal sealed record StateDiff(string Mirror, string From, string To, IReadOnlyList<PackageChange> Packages, IReadOnlyList<Advisory> Advisories)
{
    /// <summary>How the report is worded for each kind, in the order in which kinds are told.</summary>
    private static readonly (PackageChangeKind Kind, string Title)[] Kinds =
    [
        (PackageChangeKind.Upgraded, "upgraded"), (PackageChangeKind.Downgraded, "downgraded"), (PackageChangeKind.Added, "added"),
        (PackageChangeKind.Removed, "removed"), (PackageChangeKind.OtherVersions, "other versions"), (PackageChangeKind.Rebuilt, "rebuilt"),
    ];

    /// <summary>One line that says it all.</summary>
    public string Summary => Packages.Count == 0 && Advisories.Count == 0
        ? $"{Mirror}: {From} and {To} have the same packages."
        : $"{Mirror}: {From} to {To}: {string.Join(", ", Kinds.Select(k => (k.Title, Count: Packages.Count(p => p.Kind == k.Kind))).Where(k => k.Count > 0).Select(k => $"{k.Count} {k.Title}"))}"
            + $"; {Quantity.Bytes(Packages.Sum(p => p.AddedBytes))} come, {Quantity.Bytes(Packages.Sum(p => p.RemovedBytes))} go{(Advisories.Count > 0 ? $"; {Advisories.Count} advisories" : "")}.";

    /// <summary>The report in a form.</summary>
    public string ToText(Definitions.ListFormat format) => format switch
    {
        Definitions.ListFormat.Json => ToJson(),
        Definitions.ListFormat.Markdown => ToMarkdown(),
        _ => ToPlainText(),
    };

    private string ToPlainText()
    {
        var text = new StringBuilder(Summary).Append('\n');
        if (Packages.Count > 0)
        {
            text.Append(TextTable.Write([["change", "package", "before", "after", ">bytes"], .. Rows()]));
        }

        if (Advisories.Count > 0)
        {
            text.Append('\n').Append(TextTable.Write([["advisory", "kind", "severity", "CVEs", "title"], .. AdvisoryRows()]));
        }

        return text.ToString();
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder($"## {Markdown.Text(Mirror)}: {Markdown.Text(From)} to {Markdown.Text(To)}\n\n{Markdown.Text(Summary)}\n");
        text.Append(Markdown.Table(["change", "package", "before", "after", "bytes"], [.. Rows()]));
        text.Append(Markdown.Table(["advisory", "kind", "severity", "CVEs", "title"], [.. AdvisoryRows()]));
        return text.ToString();
    }

    private string ToJson()
    {
        return JsonOutput.ToText(json =>
        {
            WriteJson(json);
        });
    }

    /// <summary>Writes the report as one object.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("mirror", Mirror);
        json.WriteString("from", From);
        json.WriteString("to", To);
        json.WriteStartArray("packages");
        foreach (var package in Packages)
        {
            json.WriteStartObject();
            json.WriteString("name", package.Name);
            json.WriteString("architecture", package.Architecture);
            json.WriteString("change", JsonNamingPolicy.CamelCase.ConvertName(package.Kind.ToString()));
            json.WriteList("from", package.From);
            json.WriteList("to", package.To);
            json.WriteNumber("addedBytes", package.AddedBytes);
            json.WriteNumber("removedBytes", package.RemovedBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("advisories");
        foreach (var advisory in Advisories)
        {
            json.WriteStartObject();
            json.WriteString("id", advisory.Id);
            json.WriteString("kind", advisory.Kind);
            json.WriteString("severity", advisory.Severity);
            json.WriteString("title", advisory.Title);
            json.WriteList("cves", advisory.Cves);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IEnumerable<string[]> Rows() => Kinds.SelectMany(k => Packages.Where(p => p.Kind == k.Kind).Select(p => new[]
    {
        k.Title, p.Architecture is null ? p.Name : $"{p.Name} ({p.Architecture})", Versions(p, p.From), Versions(p, p.To), Quantity.Bytes(p.AddedBytes - p.RemovedBytes),
    }));

    private IEnumerable<string[]> AdvisoryRows() =>
        Advisories.OrderBy(a => a.Id, StringComparer.Ordinal).Select(a => new[] { a.Id, a.Kind, a.Severity ?? "", string.Join(' ', a.Cves), a.Title });

    // Where the newest version tells the story, the others are noise.
    private static string Versions(PackageChange package, IReadOnlyList<string> versions) =>
        package.Kind is PackageChangeKind.OtherVersions or PackageChangeKind.Added or PackageChangeKind.Removed ? string.Join(' ', versions) : versions.Count > 0 ? versions[0] : "";
}
