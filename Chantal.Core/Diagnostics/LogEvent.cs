namespace Chantal.Diagnostics;

/// <summary>How much something matters.</summary>
internal enum LogLevel
{
    /// <summary>How it stands just now, for whoever watches; no log keeps it.</summary>
    Trace,

    /// <summary>Only a reader who looks for a cause wants to know.</summary>
    Debug,

    /// <summary>The ordinary course of things.</summary>
    Info,

    /// <summary>Needs attention, but fails nothing.</summary>
    Warning,

    /// <summary>Fails the run.</summary>
    Error,
}

/// <summary>Something that happened, as a sentence for people and as fields for programs.</summary>
/// <param name="Name">What kind of thing; the field <c>event</c>.</param>
/// <param name="Level">How much it matters.</param>
internal abstract record LogEvent(string Name, LogLevel Level)
{
    /// <summary>The sentence; may carry upstream text as it came.</summary>
    public abstract string Message { get; }

    /// <summary>Whether the sentence is a line of the ordinary log.</summary>
    public virtual bool IsForPeople => false;

    /// <summary>The fields that only events of this kind have, named as <see cref="LogFields"/> says.</summary>
    public abstract IReadOnlyList<LogField> Fields { get; }
}

/// <summary>A field of an event.</summary>
/// <param name="Name">One of <see cref="LogFields"/>.</param>
/// <param name="Value">A text, a whole number (<see cref="long"/>) or a number (<see cref="double"/>).</param>
internal readonly record struct LogField(string Name, object Value);
