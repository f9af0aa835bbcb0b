namespace Chantal.Plans;

/// <summary>
/// A plan's file. A plan of which most lines stay as they were can be written as the changes to another one, its base, which lies beside it: who reads it gets the
/// lines of both.
/// </summary>
internal sealed class PlanText
{
    private readonly long _begin;
    private readonly long _beginOfBase;

    private PlanText(string file)
    {
        File = file;
        (Header, _begin) = ReadHeader(file);
        if (Header.Base is { } name)
        {
            Base = Path.Combine(Path.GetDirectoryName(file)!, name);
            if (!System.IO.File.Exists(Base))
            {
                throw PlanDiagnostics.PlanUnreadable(file, 1, $"the plan that it changes, '{name}', is not beside it");
            }

            (var header, _beginOfBase) = ReadHeader(Base);
            _ = header.Base is null ? 0 : throw PlanDiagnostics.PlanUnreadable(Base, 1, "another plan changes it, and it changes one itself");
        }
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The file that it changes, or null.</summary>
    public string? Base { get; }

    /// <summary>The first line.</summary>
    public PlanHeader Header { get; }

    /// <summary>Looks at a plan's header.</summary>
    public static PlanText Of(string file) => new(file);

    /// <summary>Where its lines begin, behind the header.</summary>
    public PlanPlace Begin => Base is null ? new PlanPlace(_begin, 0) : new PlanPlace(_beginOfBase, _begin);

    /// <summary>Its lines from a place on.</summary>
    /// <param name="place">The place.</param>
    /// <param name="before">Lines before it.</param>
    public EntryReader Open(PlanPlace place, long before) => new(Lines(place), File, before);

    /// <summary>Its lines.</summary>
    public EntryReader Open() => Open(Begin, 1);

    private ILineSource Lines(PlanPlace place) => Base is null ? new LineReader(At(File, place.Offset), place.Offset) : new ChangedLines(new LineReader(At(Base, place.Offset), place.Offset), new LineReader(At(File, place.Changes), place.Changes), File);

    private static (PlanHeader Header, long Length) ReadHeader(string file)
    {
        using var lines = new EntryReader(At(file, 0), file);
        return (lines.ReadHeader(PlanReader.PlanFormat), lines.Place.Offset);
    }

    private static FileStream At(string file, long offset) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0) { Position = offset };
}
