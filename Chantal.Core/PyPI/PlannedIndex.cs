using System.Security.Cryptography;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>
/// The last plan of a whole index, and the state of every project that it was made of: what the next plan starts from. It
/// holds for one definition only.
/// </summary>
/// <param name="stateDirectory">The mirror's state, where its plans lie.</param>
/// <param name="definition">Everything that the definition says.</param>
internal sealed class PlannedIndex(string stateDirectory, string definition)
{
    /// <summary>The state of a project that was held back: it is not that of any page.</summary>
    public const string HeldBack = "-";

    private const string Format = "chantal-planned-index 2";
    private const string Kept = "planned-";

    private readonly string _record = Path.Combine(stateDirectory, "planned-projects.txt");
    private readonly string _digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition)));

    /// <summary>The earlier plan with the states of its projects by name; null if this definition does not have one.</summary>
    public (string Plan, IReadOnlyDictionary<string, string> Projects)? Load()
    {
        if (!File.Exists(_record))
        {
            return null;
        }

        using var lines = File.ReadLines(_record).GetEnumerator();
        if (!lines.MoveNext() || lines.Current.Split('\t') is not [Format, var digest, var name] || digest != _digest)
        {
            return null;
        }

        var plan = Path.Combine(stateDirectory, Path.GetFileName(name));
        var projects = new Dictionary<string, string>(StringComparer.Ordinal);
        while (lines.MoveNext())
        {
            if (lines.Current.Split('\t') is not [var project, var state])
            {
                return null;
            }

            projects[project] = state;
        }

        return IsReadable(plan) ? (plan, projects) : null;
    }

    /// <summary>Keeps a plan, and the one that it changes. The record, which names it, comes last.</summary>
    public void Save(string plan, IEnumerable<KeyValuePair<string, string>> projects)
    {
        var kept = $"{Kept}{Guid.NewGuid():n}.jsonl";

        // A plan is put in place by rename: what has its second name stays as it is.
        SharedFile.Keep(plan, Path.Combine(stateDirectory, kept));
        using (var writer = new StreamWriter(_record + ".new", append: false, Encoding.UTF8, 64 * 1024) { NewLine = "\n" })
        {
            writer.WriteLine($"{Format}\t{_digest}\t{kept}");
            foreach (var (project, state) in projects)
            {
                writer.WriteLine($"{project}\t{state}");
            }
        }

        File.Move(_record + ".new", _record, overwrite: true);
        string[] needed = [kept, PlanText.Of(plan).Header.Base ?? kept, Path.GetFileName(_record)];
        foreach (var old in Directory.EnumerateFiles(stateDirectory, Kept + "*").Where(f => !needed.Contains(Path.GetFileName(f))))
        {
            File.Delete(old);
        }
    }

    private static bool IsReadable(string plan)
    {
        if (!File.Exists(plan))
        {
            return false;
        }

        try
        {
            _ = PlanText.Of(plan);
            return true;
        }
        catch (MirrorException)
        {
            return false;
        }
    }
}
