using System.Security.Cryptography;
using System.Text;

namespace Chantal.Definitions;

/// <summary>What a definition means, as text: equal texts cause no work.</summary>
/// <param name="Text">One value a line.</param>
internal sealed record DefinitionRecord(string Text)
{
    /// <summary>Describes a definition: its values, its patterns, and the digests of the files that belong to it.</summary>
    /// <param name="values">Lines of <c>name=value</c>; blank ones and the white space around them do not count.</param>
    /// <param name="patterns">Patterns of packages and files.</param>
    /// <param name="files">Files whose content counts; a missing one is recorded as missing, since whoever needs it says so better.</param>
    /// <param name="cancellation">Ends the reading of files.</param>
    public static async Task<DefinitionRecord> DescribeAsync(
        string values, IEnumerable<(string ItemName, string Pattern)> patterns, IReadOnlyCollection<string> files, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(patterns);
        ArgumentNullException.ThrowIfNull(files);
        var text = new StringBuilder();
        text.Append("chantal=").Append(typeof(DefinitionRecord).Module.ModuleVersionId).Append('\n');
        foreach (var line in values.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(line).Append('\n');
        }

        foreach (var (item, pattern) in patterns)
        {
            text.Append(item).Append('=').Append(pattern).Append('\n');
        }

        foreach (var file in files)
        {
            text.Append("file=").Append(await DigestAsync(file, cancellation)).Append('\n');
        }

        return new DefinitionRecord(text.ToString());
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
