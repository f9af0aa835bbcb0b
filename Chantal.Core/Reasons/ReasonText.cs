using System.Globalization;
using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Reasons;

/// <summary>Writes for people why a mirror has a package, or does not.</summary>
internal static class ReasonText
{
    private const int MostNames = 8;

    private static readonly string[] Head = ["state", "version", "since", "channels"];

    /// <summary>What was found out, of the mirrors that know the package; of all if none does.</summary>
    /// <param name="all">The mirrors.</param>
    /// <param name="format">The form.</param>
    public static string Write(IReadOnlyList<PackageReasons> all, ListFormat format)
    {
        var known = all.Where(r => r.IsKnown).ToList();
        var shown = known.Count > 0 ? known : all;
        return format switch
        {
            ListFormat.Json => ReasonJson.Write(all),
            ListFormat.Markdown => string.Join('\n', shown.Select(ToMarkdown)),
            _ => string.Join('\n', shown.Select(ToPlainText)),
        };
    }

    /// <summary>Why, in sentences.</summary>
    public static IReadOnlyList<string> Sentences(PackageReasons reasons)
    {
        if (!reasons.IsKnown)
        {
            return [reasons.IsFiltered || reasons.States.Count > 0 ? $"Its upstream does not have it{Near(reasons)}." : $"The mirror does not have it{Near(reasons)}."];
        }

        var sentences = reasons.Taken.GroupBy(v => (v.Version.Cause, v.Version.Detail, Chain: Chain(v))).Select(g => $"{Are([.. g.Select(v => v.Version.Package)])} taken: {Taken(g.First())}").ToList();
        if (!reasons.IsFiltered)
        {
            sentences.Add(reasons.Said is { } said ? $"The plan says: {said}" : "The definition takes everything that its upstream has.");
        }

        sentences.AddRange(reasons.LeftOut.GroupBy(v => (v.Version.Cause, v.Version.Detail)).Select(g => $"{Are([.. g.Select(v => v.Version.Package)])} left out: {LeftOut(g.Key.Cause, g.Key.Detail)}"));
        sentences.AddRange(reasons.Policy.Select(p => $"{p}{(p.Ruling == Ruling.Held ? $": {(p.Why.Length > 0 ? p.Why : "MinimumAge")}" : "")}."));
        if (reasons.States is [{ Name: "head" } head, ..])
        {
            var others = reasons.OnlyForIt;
            sentences.Add(others.Count == 0 ? $"It takes {Quantity.Bytes(head.Bytes)} in the head."
                : $"It takes {Quantity.Bytes(head.Bytes)} in the head, and {Quantity.Bytes(others.Sum(o => o.Size))} more for {Names([.. others.Select(o => o.Package.Name).Distinct()])}, which nothing else needs.");
        }

        return sentences;
    }

    private static string ToPlainText(PackageReasons reasons)
    {
        var text = new StringBuilder($"{reasons.Mirror}: {Printable.Escape(reasons.Package)}\n");
        if (reasons.States.Count > 0)
        {
            text.Append(TextTable.Write([Head, .. reasons.States.Select(Row).Select(r => r.Select(Printable.Escape).ToArray())]));
        }

        foreach (var sentence in Sentences(reasons))
        {
            text.Append(Printable.Escape(sentence)).Append('\n');
        }

        return text.ToString();
    }

    private static string ToMarkdown(PackageReasons reasons)
    {
        var table = reasons.States.Count == 0 ? "" : "\n" + Markdown.Table(Head, [.. reasons.States.Select(Row)]);
        return $"## {Markdown.Text(reasons.Mirror)}: {Markdown.Text(reasons.Package)}\n{table}\n{string.Concat(Sentences(reasons).Select(s => $"- {Markdown.Text(s)}\n"))}";
    }

    private static string[] Row(StateWithPackage state) =>
    [
        state.Name,
        Versions(state.Packages),
        state.Since?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        string.Join(", ", state.Channels),
    ];

    // "1.2-3 (amd64, arm64), 1.2-4 (amd64)".
    private static string Versions(IEnumerable<PackageIdentity> packages)
    {
        var versions = packages.GroupBy(p => p.Version).Select(g => (Version: g.Key, Architectures: g.Select(p => p.Architecture).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList())).ToList();
        var named = versions.Take(MostNames).Select(v => v.Version.Length == 0 ? "what is asked for" : v.Architectures.Count == 0 ? v.Version : $"{v.Version} ({string.Join(", ", v.Architectures)})");
        return string.Join(", ", named) + (versions.Count > MostNames ? $" and {versions.Count - MostNames} more" : "");
    }

    private static string Taken(ExplainedVersion version)
    {
        var wish = version.Chain[0];
        var why = wish.Cause switch
        {
            SelectionCause.All => "the definition takes every package that it does not leave out.",
            SelectionCause.Essential => $"hosts have {Name(wish, version)} without being asked (Essential).",
            SelectionCause.Together => $"{Name(wish, version)} belongs to a module's stream of which the definition names a package.",
            _ => $"{Name(wish, version)} is asked for{Where(wish.Detail)}.",
        };
        var chain = version.Chain.Count > 1 ? $" {Chain(version)}." : "";
        return why + chain + (version.NeededBy.Count > 0 ? $" Needed by {Names(version.NeededBy)}." : "");
    }

    // A place of the definition, or a pattern.
    private static string Where(string? detail) => detail is null ? "" : detail.Contains(' ', StringComparison.Ordinal) ? $" in {detail}" : $" as '{detail}'";

    private static string Are(IReadOnlyList<PackageIdentity> packages) => $"{Versions(packages)} {(packages.Select(p => p.Version).Distinct().Count() == 1 ? "is" : "are")}";

    private static string Name(SelectedVersion wish, ExplainedVersion version) => version.Chain.Count > 1 ? wish.Package.Name : "it";

    private static string LeftOut(SelectionCause cause, string? detail) => cause switch
    {
        SelectionCause.Excluded => "an ExcludePackage item names it.",
        SelectionCause.Older => "KeepVersions takes newer versions only.",
        SelectionCause.Unfit => "its architecture or its file is left out.",
        _ => "the definition does not name it, and nothing that is taken needs it.",
    } + (detail is null ? "" : $" {detail}");

    private static string Chain(ExplainedVersion version) => string.Join(" -> ", version.Chain.Select(c => c.Package.Name));

    private static string Names(IReadOnlyList<string> names) =>
        (names.Count == 1 ? "" : $"{Quantity.Count(names.Count, "package")}: ") + string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");

    private static string Near(PackageReasons reasons) => NearestWord.Hint(reasons.Nearest);
}
