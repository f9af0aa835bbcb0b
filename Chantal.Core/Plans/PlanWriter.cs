using System.Buffers;
using Chantal.Text;

namespace Chantal.Plans;

/// <summary>
/// Collects the files that a mirror wants, in any order and in bounded memory, and writes them as a sorted plan. The file
/// appears whole or not at all.
/// </summary>
internal sealed class PlanWriter : IPlanLines, IDisposable
{
    private readonly string _path;
    private readonly PlanLines _lines;
    private readonly List<PlanPart> _parts = [];

    /// <summary>Begins a plan that <see cref="Complete(PlanHeader)"/> will put at the path.</summary>
    /// <param name="path">The plan.</param>
    /// <param name="excluded">Paths that the definition leaves out; null: none. The roots of a repository are not concerned.</param>
    public PlanWriter(string path, NamePatterns? excluded = null)
    {
        _path = path;
        _lines = new PlanLines(path) { Excluded = excluded };
    }

    /// <summary>A file that is known by an MD5 or SHA-1 checksum and nothing better, or a package without any; null if all files are known by better ones. Known when the plan is complete.</summary>
    public string? WeaklyKnown { get; private set; }

    /// <inheritdoc/>
    public void Add(PlanEntry entry, string listedIn) => _lines.Add(entry, listedIn);

    /// <inheritdoc/>
    public bool TryAdd(in PlainPackage package) => _lines.TryAdd(package);

    /// <summary>Adds a part that stands by itself.</summary>
    public void Add(PlanPart part) => _parts.Add(part);

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
            var first = new ArrayBufferWriter<byte>(1024);
            using (var json = EntryFormat.CreateWriter(first))
            {
                HeaderFormat.Write(json, PlanReader.PlanFormat, header with { Base = earlier?.Base });
            }

            output.Write(first.WrittenSpan);
            output.WriteByte((byte)'\n');
            var lines = _lines.Read(_parts);
            foreach (var line in earlier is null ? lines.Select(m => m.Line) : earlier.Update(lines))
            {
                output.Write(line.Span);
                output.WriteByte((byte)'\n');
                count++;
            }

            count = earlier?.Files ?? count;
        }

        WeaklyKnown = _lines.WeaklyKnown ?? _parts.Select(p => p.WeaklyKnown).FirstOrDefault(w => w is not null) ?? earlier?.WeaklyKnown;
        check?.Invoke();
        File.Move(temporary, _path, overwrite: true);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
