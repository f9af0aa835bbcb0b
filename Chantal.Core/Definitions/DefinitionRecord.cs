using System.Security.Cryptography;
using System.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Definitions;

/// <summary>What of a definition one step rests on, as text: equal texts cause no work.</summary>
/// <param name="Text">One value a line.</param>
internal sealed record DefinitionRecord(string Text)
{
    /// <summary>
    /// Raised whenever the same words come to another plan. Not the assembly's own version: then every release, and every build of a checkout,
    /// would plan each mirror again.
    /// </summary>
    private const string PlanVersion = "1";

    /// <summary>The same for types whose packages are built from sources of other names: since version 2, plans name these.</summary>
    private const string PlanVersionWithSources = "2";

    private static readonly string[] TypesWithSources = ["apt", "rpm", "apk"];

    /// <summary>Writes down every word that has an effect, so that none can be forgotten.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="effect">What the record is for.</param>
    /// <param name="extras">What counts besides, such as a plug-in's own values.</param>
    /// <param name="files">Files whose content counts; a missing one is recorded as missing, since whoever needs it says so better.</param>
    /// <param name="cancellation">Ends the reading of files.</param>
    public static async Task<DefinitionRecord> DescribeAsync(
        DefinitionValues definition, TermEffect effect, IEnumerable<KeyValuePair<string, string>> extras, IEnumerable<string> files, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(extras);
        ArgumentNullException.ThrowIfNull(files);
        var text = new StringBuilder();

        var type = definition.Text("MirrorType");
        Add("chantal", effect == TermEffect.Plan && TypesWithSources.Contains(type) ? PlanVersionWithSources : PlanVersion);
        foreach (var term in Vocabulary.Terms.Where(t => t.Effect == effect && t.IsKnownTo(type)))
        {
            foreach (var value in ValuesOf(term, definition))
            {
                Add(term.Name, value);
            }
        }

        foreach (var (name, value) in extras)
        {
            Add(name, value.Trim());
        }

        foreach (var file in files)
        {
            Add("file", await DigestAsync(file, cancellation));
        }

        return new DefinitionRecord(text.ToString());

        void Add(string name, string value) => text.Append(name).Append('=').Append(SafeUrl.ForRecord(value).Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
    }

    /// <summary>Writes the record if it says something new, after the files that rest on it were removed.</summary>
    /// <param name="path">The record's file.</param>
    /// <param name="outdated">What rests on it.</param>
    public void WriteIfChanged(string path, IEnumerable<string> outdated)
    {
        ArgumentNullException.ThrowIfNull(outdated);
        if (File.Exists(path) && File.ReadAllText(path) == Text)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        foreach (var file in outdated)
        {
            File.Delete(file);
        }

        File.WriteAllText(path + ".new", Text);
        File.Move(path + ".new", path, overwrite: true);
    }

    // A word that says nothing adds nothing: a new one does not make old records look different.
    private static IEnumerable<string> ValuesOf(Term term, DefinitionValues definition) => term switch
    {
        { IsItem: true } => definition.ItemsOf(term.Name).Select(item => string.Join('|', term.Metadata.Select(name => Escape(item[name])).Prepend(Escape(item.Value)))),
        { Kind: TermKind.List } => definition.List(term.Name),
        _ => definition.TextOrNull(term.Name) is { } text ? [text] : [],
    };

    private static string Escape(string value) => value.Replace("|", @"\|", StringComparison.Ordinal);

    private static async Task<string> DigestAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            return "missing";
        }

        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
