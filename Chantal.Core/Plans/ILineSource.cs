namespace Chantal.Plans;

/// <summary>Gives lines one after the other.</summary>
internal interface ILineSource : IDisposable
{
    /// <summary>The line that was read last; its bytes stay valid until the next one is read.</summary>
    ReadOnlySpan<byte> Last { get; }

    /// <summary>Number of the line that was read last, from 1.</summary>
    long LineNumber { get; }

    /// <summary>Where the line that comes next begins.</summary>
    PlanPlace Place { get; }

    /// <summary>Reads the next line; its bytes stay valid until the next call. False at the end.</summary>
    bool TryRead(out ReadOnlySpan<byte> line);
}

/// <summary>A place between two lines.</summary>
/// <param name="Offset">Bytes of the file before it; of a plan that is written as changes, of the plan that it changes.</param>
/// <param name="Changes">Bytes of the changes before it.</param>
internal readonly record struct PlanPlace(long Offset, long Changes);
