using System.Buffers;
using System.Text;
using System.Text.Json;
using Chantal.Text;

namespace Chantal.Plans;

/// <summary>Collects a plan's files, in any order and in bounded memory, and gives their lines in the order of their paths.</summary>
/// <param name="path">The file that they are for; what does not fit into memory lies beside it.</param>
internal sealed class PlanLines(string path) : IPlanLines, IDisposable
{
    private readonly SortedLines _lines = new(path + ".run");
    private readonly LineBuffer _line = new();
    private byte[] _key = new byte[ArtifactPath.MaxLength];

    /// <summary>Paths that the definition leaves out; null: none. The roots of a repository are not concerned.</summary>
    public NamePatterns? Excluded { get; init; }

    /// <summary>A file that is known by an MD5 or SHA-1 checksum and nothing better, or a package without any; null if all files are known by better ones.</summary>
    public string? WeaklyKnown { get; private set; }

    /// <inheritdoc/>
    public void Add(PlanEntry entry, string listedIn)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _ = ArtifactPath.Check(entry.Path, listedIn);
        if (Excluded is not null && entry.Role != FileRole.Root && Excluded.IsMatch(entry.Path))
        {
            return;
        }

        WeaklyKnown ??= entry.IsWeaklyKnown ? entry.Path : null;
        if (_key.Length < 3 * entry.Path.Length)
        {
            _key = new byte[3 * entry.Path.Length];
        }

        _lines.Add(_key.AsSpan(0, Encoding.UTF8.GetBytes(entry.Path, _key)), _line.Of(entry));
    }

    /// <inheritdoc/>
    public bool TryAdd(in PlainPackage package)
    {
        if (Excluded is not null || !_line.TryWrite(package))
        {
            return false;
        }

        _lines.Add(package.Path, _line.Written);
        return true;
    }

    /// <summary>The lines by the bytes of their paths: what was added twice is one.</summary>
    /// <param name="parts">Parts that were made before, each in that order; of two entries for a path that one counts that comes first.</param>
    public IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Read(IReadOnlyList<PlanPart>? parts = null)
    {
        ReadOnlyMemory<byte> key = default, line = default;
        var any = false;
        foreach (var next in SortedMerge.Of([_lines.Read(), .. (parts ?? []).Select(p => p.Read())]))
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

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _line.Dispose();
    }

    private byte[] Merge(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var a = EntryFormat.ReadEntry(first, path, 0);
        var b = EntryFormat.ReadEntry(second, path, 0);
        if (Differ(a.Size, b.Size) || Differ(a.Sha256, b.Sha256) || (a.Checksum?.Kind == b.Checksum?.Kind && Differ(a.Checksum, b.Checksum)))
        {
            throw PlanDiagnostics.ContradictoryPath(a.Path, Describe(a), Describe(b));
        }

        return _line.Of(a with
        {
            Size = a.Size ?? b.Size,
            Sha256 = a.Sha256 ?? b.Sha256,
            Checksum = a.Checksum ?? b.Checksum,
            Package = a.Package ?? b.Package,
            Source = a.Package is null ? b.Source : a.Source,
            Group = b.Group is null ? null : a.Group,
            IsOptional = a.IsOptional && b.IsOptional,
            MaxSize = a.MaxSize is { } x && b.MaxSize is { } y ? Math.Max(x, y) : null,
        }).ToArray();
    }

    private static bool Differ<T>(T? a, T? b)
        where T : struct, IEquatable<T> => a is { } x && b is { } y && !x.Equals(y);

    private static string Describe(PlanEntry entry) =>
        $"{entry.Size?.ToString() ?? "?"} bytes, {entry.Sha256?.ToString() ?? entry.Checksum?.ToString() ?? "no checksum"}";

    // Where one line after another is written.
    private sealed class LineBuffer : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _text = new(1024);
        private readonly Utf8JsonWriter _json;

        public LineBuffer() => _json = EntryFormat.CreateWriter(_text);

        public ReadOnlySpan<byte> Of(PlanEntry entry)
        {
            _text.ResetWrittenCount();
            _json.Reset();
            EntryFormat.WriteEntry(_json, entry);
            return _text.WrittenSpan;
        }

        public ReadOnlySpan<byte> Written => _text.WrittenSpan;

        public bool TryWrite(in PlainPackage package) => package.TryWrite(_text);

        public void Dispose() => _json.Dispose();
    }
}
