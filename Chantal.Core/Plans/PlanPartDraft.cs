namespace Chantal.Plans;

/// <summary>A <see cref="PlanPart"/> that is being made.</summary>
/// <param name="path">Where it is written, before it has its name.</param>
/// <param name="completed">Takes the part.</param>
internal sealed class PlanPartDraft(string path, Action<PlanPart> completed) : IPlanLines, IDisposable
{
    private readonly PlanLines _lines = new(path);
    private readonly TopDirectories _tops = new();

    /// <inheritdoc/>
    public void Add(PlanEntry entry, string listedIn)
    {
        _lines.Add(entry, listedIn);
        _tops.Add(entry.Path);
    }

    /// <inheritdoc/>
    public bool TryAdd(in PlainPackage package)
    {
        var isAdded = _lines.TryAdd(package);
        if (isAdded)
        {
            _tops.Add(package.Path);
        }

        return isAdded;
    }

    /// <summary>Puts the part in place.</summary>
    /// <param name="listed">How much the metadata lists.</param>
    public PlanPart Complete(long listed)
    {
        var part = new PlanPart(listed, _lines.WeaklyKnown, _tops.All);
        using (var output = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024))
        {
            output.Write(JsonOutput.Write(part, PlanPartJson.Write));
            output.WriteByte((byte)'\n');
            foreach (var (_, line) in _lines.Read())
            {
                output.Write(line.Span);
                output.WriteByte((byte)'\n');
            }
        }

        var file = $"{path}-{PlanParts.DigestOf(path)}";
        File.Move(path, file, overwrite: true);
        part = part with { File = file };
        completed(part);
        return part;
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
