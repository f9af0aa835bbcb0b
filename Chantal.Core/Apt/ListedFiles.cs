using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Plans;

namespace Chantal.Apt;

/// <summary>Files that an index names beside itself: installer images (<c>SHA256SUMS</c>) and patches (<c>*.diff/Index</c>).</summary>
internal static class ListedFiles
{
    private const string Patches = "SHA256-Download";

    /// <summary>The files of a list as sha256sum writes it; paths are relative to the list's directory and stay in it.</summary>
    public static IEnumerable<PlanEntry> OfChecksums(Stream content, SelectedIndex index)
    {
        using var lines = new LineReader(content);
        while (Next(lines, index.Path) is { } line)
        {
            // Two blanks, or a blank and an asterisk for "binary", come before the name.
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || !Sha256Digest.TryParse(line[..blank], out var digest))
            {
                throw AptDiagnostics.ListMalformed(index.Path, lines.LineNumber);
            }

            var name = RelativePath.Normalize(line[(blank + 1)..].TrimStart(' ', '*'));
            var path = index.Path[..(index.Path.LastIndexOf('/') + 1)] + ArtifactPath.Check(name, $"'{index.Path}'");
            yield return new PlanEntry { Path = path, Sha256 = digest, Role = FileRole.File, Scope = index.Scope, IsOptional = true };
        }
    }

    /// <summary>The compressed patches of a pdiff index, at their names and, where wanted, by their digests.</summary>
    public static IEnumerable<PlanEntry> OfPatches(Stream content, SelectedIndex index, bool byHash)
    {
        using var stanza = new Deb822Reader(content, index.Path, [Patches]);
        var entries = new List<PlanEntry>();
        while (stanza.Read())
        {
            foreach (var range in stanza[0].Split((byte)'\n'))
            {
                var line = stanza[0][range];
                if (line.IsEmpty)
                {
                    continue;
                }

                if (!FileLine.TryParse(line, out var file) || !Sha256Digest.TryParse(file.Digest, out var digest) || !FileLine.TryParseSize(file.Size, out var size))
                {
                    throw stanza.Malformed($"an entry of {Patches} is not a digest, a size and a file name");
                }

                var name = ArtifactPath.Check(Encoding.UTF8.GetString(file.Name), $"'{index.Path}'");
                var path = index.Path[..(index.Path.LastIndexOf('/') + 1)] + name;
                var checksum = new Checksum(HashKind.Sha256, digest.ToString());
                var patch = new SelectedIndex(path, new ReleaseEntry(path, size, [checksum]), IndexKind.Other, index.Scope, path, Compression.None) { IsOptional = true };
                entries.Add(MetadataEntries.Of(patch, byHash));
                if (byHash)
                {
                    entries.AddRange(MetadataEntries.ByHash(patch));
                }
            }
        }

        return entries;
    }

    private static string? Next(LineReader lines, string path)
    {
        try
        {
            while (lines.TryRead(out var line))
            {
                if (!line.IsEmpty)
                {
                    return Encoding.UTF8.GetString(line);
                }
            }

            return null;
        }
        catch (InvalidDataException)
        {
            throw AptDiagnostics.ListMalformed(path, lines.LineNumber + 1);
        }
    }
}
