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
/// <param name="Advisories">The advisories that the state after has, and the one before did not have or had otherwise; empty where the format has none.</param>
internal sealed record StateDiff(string Mirror, string From, string To, IReadOnlyList<PackageChange> Packages, IReadOnlyList<AdvisoryChange> Advisories)
{
    /// <summary>How the report is worded for each kind, in the order in which kinds are told.</summary>
    private static readonly (PackageChangeKind Kind, string Title)[] Kinds =
    [
        (PackageChangeKind.Upgraded, "upgraded"), (PackageChangeKind.Downgraded, "downgraded"), (PackageChangeKind.Added, "added"),
        (PackageChangeKind.Removed, "removed"), (PackageChangeKind.OtherVersions, "other versions"), (PackageChangeKind.Rebuilt, "rebuilt"),
    ];

    private static readonly string[] AdvisoryHead = ["advisory", "change", "kind", "severity", "packages", "CVEs", "title"];

    /// <summary>One line that says it all.</summary>
    public string Summary => Packages.Count == 0 && Advisories.Count == 0
        ? $"{Mirror}: {From} and {To} have the same packages."
        : $"{Mirror}: {From} to {To}: {string.Join(", ", Kinds.Select(k => (k.Title, Count: Packages.Count(p => p.Kind == k.Kind))).Where(k => k.Count > 0).Select(k => $"{k.Count} {k.Title}"))}"
            + $"; {Quantity.Bytes(Packages.Sum(p => p.AddedBytes))} come, {Quantity.Bytes(Packages.Sum(p => p.RemovedBytes))} go{AdvisoryCounts}.";

    /// <summary>The advisories that somebody should act on: new ones, and those that became graver or name more packages.</summary>
    public IReadOnlyList<Advisory> UrgentAdvisories => [.. Advisories.Where(a => a.IsUrgent).Select(a => a.Advisory)];

    private string AdvisoryCounts => (Advisories.Count, Changed: Advisories.Count(a => a.Before is not null)) switch
    {
        (0, _) => "",
        (var all, 0) => $"; {Quantity.Count(all, "advisory", "advisories")}",
        var (all, changed) => $"; {Quantity.Count(all, "advisory", "advisories")}, {changed} of them changed",
    };

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
            text.Append('\n').Append(TextTable.Write([AdvisoryHead, .. AdvisoryRows()]));
        }

        return text.ToString();
    }

    private string ToMarkdown()
    {
        var text = new StringBuilder($"## {Markdown.Text(Mirror)}: {Markdown.Text(From)} to {Markdown.Text(To)}\n\n{Markdown.Text(Summary)}\n");
        text.Append(Markdown.Table(["change", "package", "before", "after", "bytes"], [.. Rows()]));
        text.Append(Markdown.Table(AdvisoryHead, [.. AdvisoryRows()]));
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
            json.WriteString("distribution", package.Distribution);
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
            Write(json, advisory);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AdvisoryChange change)
    {
        json.WriteStartObject();
        json.WriteString("id", change.Advisory.Id);
        json.WriteString("change", change.Before is null ? "new" : "changed");
        json.WriteList("changed", change.Changed);
        json.WriteString("kind", change.Advisory.Kind);
        json.WriteString("severity", change.Advisory.Severity);
        json.WriteString("severityBefore", change.Before?.Severity);
        json.WriteString("title", change.Advisory.Title);
        json.WriteString("updated", change.Advisory.Updated);
        json.WriteList("cves", change.Advisory.Cves);
        json.WriteStartArray("packages");
        foreach (var package in change.Packages)
        {
            json.WriteStartObject();
            json.WriteString("name", package.Name);
            json.WriteString("architecture", package.Architecture);
            json.WriteString("version", package.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IEnumerable<string[]> Rows() => Kinds.SelectMany(k => Packages.Where(p => p.Kind == k.Kind).Select(p => new[]
    {
        k.Title, p.Title, Versions(p, p.From), Versions(p, p.To), Quantity.Bytes(p.AddedBytes - p.RemovedBytes),
    }));

    private IEnumerable<string[]> AdvisoryRows() =>
        Advisories.Select(a => new[] { a.Advisory.Id, a.Word, a.Advisory.Kind, a.Severity, string.Join(' ', a.PackageNames), string.Join(' ', a.Advisory.Cves), a.Advisory.Title });

    // Where the newest version tells the story, the others are noise.
    private static string Versions(PackageChange package, IReadOnlyList<string> versions) =>
        package.Kind is PackageChangeKind.OtherVersions or PackageChangeKind.Added or PackageChangeKind.Removed ? string.Join(' ', versions) : versions.Count > 0 ? versions[0] : "";
}
