using System.Buffers;
using System.Text;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Plans;

/// <summary>
/// Collects the files that a mirror wants, in any order and in bounded memory, and writes them as a sorted plan. The file
/// appears whole or not at all.
/// </summary>
internal sealed class PlanWriter : IDisposable
{
    private readonly string _path;
    private readonly SortedLines _lines;
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _json;
    private byte[] _key = new byte[ArtifactPath.MaxLength];

    /// <summary>Paths that the definition leaves out; null: none. The roots of a repository are not concerned.</summary>
    public NamePatterns? Excluded { get; init; }

    /// <summary>A file that is known by an MD5 or SHA-1 checksum and nothing better, or a package without any; null: there is not any. Known when the plan is complete.</summary>
    public string? WeaklyKnown { get; private set; }

    /// <summary>Begins a plan that <see cref="Complete(PlanHeader)"/> will put at the path.</summary>
    public PlanWriter(string path)
    {
        _path = path;
        _lines = new SortedLines(path + ".run");
        _json = EntryFormat.CreateWriter(_line);
    }

    /// <summary>
    /// Adds a file. A path that was added before must state the same content; the entries become one. A path that could
    /// leave the tree throws <see cref="DiagnosticCodes.HostilePath"/>.
    /// </summary>
    /// <param name="entry">The file.</param>
    /// <param name="listedIn">The metadata file that names it, for messages.</param>
    public void Add(PlanEntry entry, string listedIn)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _ = ArtifactPath.Check(entry.Path, listedIn);
        if (Excluded is not null && entry.Role != FileRole.Root && Excluded.IsMatch(entry.Path))
        {
            return;
        }

        WeaklyKnown ??= entry.IsWeaklyKnown ? entry.Path : null;
        _line.ResetWrittenCount();
        _json.Reset();
        EntryFormat.WriteEntry(_json, entry);
        if (_key.Length < 3 * entry.Path.Length)
        {
            _key = new byte[3 * entry.Path.Length];
        }

        _lines.Add(_key.AsSpan(0, Encoding.UTF8.GetBytes(entry.Path, _key)), _line.WrittenSpan);
    }

    /// <summary>Sorts, merges what was added twice, and puts the plan in place.</summary>
    /// <returns>The number of files.</returns>
    public long Complete(PlanHeader header) => Complete(header, null, null);

    /// <summary>The same for a plan that has most of its lines from an earlier one.</summary>
    /// <param name="header">The header.</param>
    /// <param name="earlier">The earlier plan, or null.</param>
    /// <param name="check">Called when all is written, before the plan is put in place; it may throw.</param>
    /// <returns>The number of files.</returns>
    internal long Complete(PlanHeader header, EarlierPlan? earlier, Action? check)
    {
        ArgumentNullException.ThrowIfNull(header);
        var temporary = _path + ".new";
        long count = 0;
        using (var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024))
        {
            _line.ResetWrittenCount();
            _json.Reset();
            EntryFormat.WriteHeader(_json, PlanReader.PlanFormat, header);
            output.Write(_line.WrittenSpan);
            output.WriteByte((byte)'\n');
            foreach (var line in earlier is null ? Merged().Select(m => m.Line) : earlier.Update(Merged()))
            {
                output.Write(line.Span);
                output.WriteByte((byte)'\n');
                count++;
            }
        }

        WeaklyKnown ??= earlier?.WeaklyKnown;
        check?.Invoke();
        File.Move(temporary, _path, overwrite: true);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _json.Dispose();
    }

    private IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Merged()
    {
        ReadOnlyMemory<byte> key = default, line = default;
        var any = false;
        foreach (var next in _lines.Read())
        {
            if (any && key.Span.SequenceEqual(next.Key.Span))
            {
                line = line.Span.SequenceEqual(next.Line.Span) ? line : Merge(line.Span, next.Line.Span);
                continue;
            }

            if (any)
            {
                yield return (key, line);
            }

            (key, line) = next;
            any = true;
        }

        if (any)
        {
            yield return (key, line);
        }
    }

    private byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var a = EntryFormat.ReadEntry(first, _path, 0);
        var b = EntryFormat.ReadEntry(second, _path, 0);
        if (Differ(a.Size, b.Size) || Differ(a.Sha256, b.Sha256) || (a.Checksum?.Kind == b.Checksum?.Kind && Differ(a.Checksum, b.Checksum)))
        {
            throw PlanDiagnostics.ContradictoryPath(a.Path, Describe(a), Describe(b));
        }

        _line.ResetWrittenCount();
        _json.Reset();
        EntryFormat.WriteEntry(_json, a with
        {
            Size = a.Size ?? b.Size,
            Sha256 = a.Sha256 ?? b.Sha256,
            Checksum = a.Checksum ?? b.Checksum,
            Package = a.Package ?? b.Package,
            Group = b.Group is null ? null : a.Group,
            IsOptional = a.IsOptional && b.IsOptional,
            MaxSize = a.MaxSize is { } x && b.MaxSize is { } y ? Math.Max(x, y) : null,
        });
        return _line.WrittenSpan.ToArray();
    }

    private static bool Differ<T>(T? a, T? b)
        where T : struct, IEquatable<T> => a is { } x && b is { } y && !x.Equals(y);

    private static string Describe(PlanEntry entry) =>
        $"{entry.Size?.ToString() ?? "?"} bytes, {entry.Sha256?.ToString() ?? entry.Checksum?.ToString() ?? "no checksum"}";
}
