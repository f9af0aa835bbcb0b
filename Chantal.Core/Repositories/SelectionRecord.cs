using System.Globalization;
using System.Text;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>
/// What the last plan of a filtered mirror made of each version that its upstream has: a line each, beside the mirror's other state. It is for whoever asks why; no plan is
/// made of it, and one that cannot be read is as good as none.
/// </summary>
internal static class SelectionRecord
{
    private const string FileName = "selection.tsv";
    private const string Format = "chantal-selection 1";
    private const int Fields = 7;

    /// <summary>Writes it; the file appears whole.</summary>
    /// <param name="stateDirectory">The mirror's own files between syncs.</param>
    /// <param name="versions">The versions; null: the plan takes whatever there is.</param>
    public static void Write(string stateDirectory, IEnumerable<SelectedVersion>? versions)
    {
        var file = Path.Combine(stateDirectory, FileName);
        if (versions is null)
        {
            File.Delete(file);
            return;
        }

        var building = file + ".new";
        using (var text = new StreamWriter(building, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            text.WriteLine(Format);
            foreach (var version in versions)
            {
                var package = version.Package;
                text.WriteLine(string.Join('\t', [
                    version.Cause.ToString(), Plain(package.Name), Plain(package.Version), Plain(package.Architecture ?? ""),
                    version.Size.ToString(CultureInfo.InvariantCulture), Plain(version.Detail ?? ""), string.Join(',', version.NeededBy)]));
            }
        }

        File.Move(building, file, overwrite: true);
    }

    /// <summary>Reads it; null: there is none, or it cannot be read.</summary>
    /// <param name="stateDirectory">The mirror's own files between syncs.</param>
    public static IReadOnlyList<SelectedVersion>? Read(string stateDirectory)
    {
        var file = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        var versions = new List<SelectedVersion>();
        foreach (var line in File.ReadLines(file).SkipWhile((line, at) => at == 0 && line == Format))
        {
            if (line.Split('\t') is not { Length: Fields } fields || !Enum.TryParse<SelectionCause>(fields[0], out var cause)
                || !long.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                return null;
            }

            var neededBy = new List<int>();
            foreach (var number in fields[6].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
                {
                    return null;
                }

                neededBy.Add(place);
            }

            versions.Add(new SelectedVersion(new PackageIdentity(fields[1], fields[2], fields[3].Length > 0 ? fields[3] : null), size, cause)
            {
                Detail = fields[5].Length > 0 ? fields[5] : null,
                NeededBy = neededBy,
            });
        }

        return versions.Exists(v => v.NeededBy.Any(n => n >= versions.Count)) ? null : versions;
    }

    // Upstream's text: it does not get to end a field or a line.
    private static string Plain(string text) => text.AsSpan().ContainsAny('\t', '\n', '\r') ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
