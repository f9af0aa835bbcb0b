using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Plans;

namespace Chantal.Apt;

/// <summary>Files that an index names beside itself: installer images (<c>SHA256SUMS</c>) and patches (<c>*.diff/Index</c>).</summary>
internal static class ListedFiles
{
    // The best one comes first: plans know files by SHA-256.
    private static readonly (string Field, HashKind Kind)[] Patches =
        [("SHA256-Download", HashKind.Sha256), ("SHA512-Download", HashKind.Sha512), ("SHA1-Download", HashKind.Sha1), ("MD5Sum-Download", HashKind.Md5)];

    // What an index names of which it does not say how the files can be verified that are fetched.
    private static readonly string[] Unpacked = ["SHA256-Patches", "SHA1-Patches"];

    /// <summary>The files of a list as sha256sum writes it; paths are relative to the list's directory and stay in it.</summary>
    public static IEnumerable<PlanEntry> OfChecksums(Stream content, SelectedIndex index)
    {
        var kind = ChecksumLists.KindOf(index.Path);
        using var lines = new LineReader(content);
        while (Next(lines, index.Path) is { } line)
        {
            // Two blanks, or a blank and an asterisk for "binary", come before the name.
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            if (blank < 0 || !Checksum.TryParse($"{kind}:{line[..blank]}", out var checksum))
            {
                throw AptDiagnostics.ListMalformed(index.Path, lines.LineNumber);
            }

            var name = RelativePath.Normalize(line[(blank + 1)..].TrimStart(' ', '*'));
            var path = index.Path[..(index.Path.LastIndexOf('/') + 1)] + ArtifactPath.Check(name, $"'{index.Path}'");
            var entry = new ReleaseEntry(path, 0, [checksum]);
            yield return new PlanEntry { Path = path, Sha256 = entry.Sha256, Checksum = entry.OtherChecksum, Role = FileRole.File, Scope = index.Scope, IsOptional = true };
        }
    }

    /// <summary>The compressed patches of a pdiff index, at their names and, where wanted, by their digests; null: it does not give checksums that will do.</summary>
    public static IReadOnlyList<PlanEntry>? OfPatches(Stream content, SelectedIndex index, bool byHash, bool allowWeakChecksums)
    {
        using var stanza = new Deb822Reader(content, index.Path, [.. Patches.Select(p => p.Field), .. Unpacked]);
        var entries = new List<PlanEntry>();
        while (stanza.Read())
        {
            if (Enumerable.Range(0, Patches.Length + Unpacked.Length).FirstOrDefault(stanza.Has, -1) is not (>= 0 and var field))
            {
                continue;
            }

            if (field >= Patches.Length || (Patches[field].Kind <= HashKind.Sha1 && !allowWeakChecksums))
            {
                return null;
            }

            foreach (var range in stanza[field].Split((byte)'\n'))
            {
                var line = stanza[field][range];
                if (line.IsEmpty)
                {
                    continue;
                }

                if (!FileLine.TryParse(line, out var file) || !Checksum.TryParse($"{Patches[field].Kind}:{Encoding.UTF8.GetString(file.Digest)}", out var checksum) || !FileLine.TryParseSize(file.Size, out var size))
                {
                    throw stanza.Malformed($"an entry of {Patches[field].Field} is not a digest, a size and a file name");
                }

                var name = ArtifactPath.Check(Encoding.UTF8.GetString(file.Name), $"'{index.Path}'");
                var path = index.Path[..(index.Path.LastIndexOf('/') + 1)] + name;
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
