using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Release;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>Takes the source packages of Sources indices (Debian Policy §5.4, §5.6.24) and writes their files into the plan.</summary>
/// <param name="named">Patterns of names to keep; empty: all.</param>
/// <param name="excluded">What is left out.</param>
/// <param name="ofPackages">Names of sources of selected packages, which are kept too.</param>
/// <param name="pool">Takes the files.</param>
/// <param name="counts">Counts them.</param>
/// <param name="allowWeakChecksums">Whether MD5 and SHA-1 will do.</param>
/// <param name="seen">The files that are known already; null: a file that is listed twice is added twice.</param>
/// <param name="entry">What may enter; null: everything.</param>
internal sealed class SourceCollector(NamePatterns named, PackagePatterns excluded, HashSet<string>? ofPackages, PoolWriter pool, ScopeCounts counts, bool allowWeakChecksums, SeenFiles? seen, PoolEntry? entry)
{
    private const int Package = 0;
    private const int Version = 1;
    private const int Directory = 2;
    private const int Files = 3;
    private const int Sha256 = 4;
    private const int Sha512 = 5;
    private const int Sha1 = 6;

    private static readonly string[] Fields = ["Package", "Version", "Directory", "Files", "Checksums-Sha256", "Checksums-Sha512", "Checksums-Sha1"];

    /// <summary>Reads a Sources index.</summary>
    public void Read(Stream content, SelectedIndex index, AptSuite suite, CancellationToken cancellation)
    {
        using var stanza = new Deb822Reader(content, index.Path, Fields);
        var scope = counts.Below(suite.IsFlat ? suite.Label : index.Scope[..index.Scope.LastIndexOf('/')]).Of("source"u8);
        var judge = entry?.Open(index);
        while (stanza.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (stanza[Package].IsEmpty || !stanza.Has(Directory))
            {
                throw stanza.Malformed("the stanza does not have a Package or a Directory");
            }

            var isSelected = IsSelected(stanza[Package], stanza[Version]);
            var letsIn = judge?.LetsIn(stanza[Package], stanza[Version], "source"u8, [], scope.Name, isSelected) != false;
            ReadFiles(stanza, isSelected && letsIn, scope, index.Path);
        }
    }

    private void ReadFiles(Deb822Reader stanza, bool selected, ScopeCounts.Scope scope, string listedIn)
    {
        var field = stanza[Sha256].IsEmpty ? Sha512 : Sha256;
        if (CountLines(stanza, field) is > 0 and var count && count >= CountLines(stanza, Files))
        {
            ReadFiles(stanza, field, null, selected, scope, listedIn);
        }
        else if (allowWeakChecksums)
        {
            // Each file by the strongest checksum that it has.
            var known = new HashSet<string>(StringComparer.Ordinal);
            foreach (var next in (ReadOnlySpan<int>)[field, Sha1, Files])
            {
                ReadFiles(stanza, next, known, selected, scope, listedIn);
            }

            if (selected && known.Count == 0)
            {
                throw stanza.Malformed($"the stanza of '{Encoding.UTF8.GetString(stanza[Package])}' does not list files");
            }
        }
        else if (selected)
        {
            throw AptDiagnostics.SourceChecksumWeak(listedIn, Encoding.UTF8.GetString(stanza[Package]));
        }
        else
        {
            ReadFiles(stanza, field, null, selected, scope, listedIn);
        }
    }

    // Files that are known already are passed over.
    private void ReadFiles(Deb822Reader stanza, int field, HashSet<string>? known, bool selected, ScopeCounts.Scope scope, string listedIn)
    {
        var lines = stanza[field].Trim((byte)'\n');
        if (lines.IsEmpty)
        {
            return;
        }

        foreach (var range in lines.Split((byte)'\n'))
        {
            if (!FileLine.TryParse(lines[range], out var file) || file.Name.Contains((byte)'/') || !FileLine.TryParseSize(file.Size, out var size))
            {
                throw stanza.Malformed($"an entry of {Fields[field]} is not a digest, a size and a file name");
            }

            var path = PathOf(stanza[Directory], file.Name);
            if (known?.Add(Encoding.UTF8.GetString(file.Name)) == false || seen?.Add(path, file.Size, file.Digest) == false)
            {
                continue;
            }

            scope.CountAvailable(size);
            if (selected)
            {
                scope.CountSelected(size);
                pool.Add(
                    new PoolWriter.Listing
                    {
                        Name = stanza[Package],
                        Version = stanza[Version],
                        Path = path,
                        Size = file.Size,
                        Sha256 = field == Sha256 ? file.Digest : [],
                        Sha512 = field == Sha512 ? file.Digest : [],
                        Sha1 = field == Sha1 ? file.Digest : [],
                        Md5 = field == Files ? file.Digest : [],
                    },
                    FileRole.Source,
                    scope,
                    listedIn);
            }
        }
    }

    private bool IsSelected(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version) => !excluded.IsMatch(name, version, "source"u8)
        && (named.IsEmpty || named.IsMatch(name) || ofPackages?.Contains(Encoding.UTF8.GetString(name)) == true);

    private static int CountLines(Deb822Reader stanza, int field) => stanza[field].Trim((byte)'\n') is { IsEmpty: false } lines ? lines.Count((byte)'\n') + 1 : 0;

    /// <summary>The path of a source package's file.</summary>
    internal static byte[] PathOf(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) =>
        directory.IsEmpty || directory.SequenceEqual("."u8) ? [.. name] : [.. directory.TrimEnd((byte)'/'), (byte)'/', .. name];
}
