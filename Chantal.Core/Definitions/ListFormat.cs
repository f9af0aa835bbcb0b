namespace Chantal.Definitions;

/// <summary>How a list or a comparison is written.</summary>
internal enum ListFormat
{
    /// <summary>A table of plain text.</summary>
    Text,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>A Markdown document.</summary>
    Markdown,

    /// <summary>A CycloneDX VEX document, of audits.</summary>
    Vex,
}
