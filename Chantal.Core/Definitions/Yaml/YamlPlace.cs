namespace Chantal.Definitions.Yaml;

/// <summary>A place in a YAML file, both numbers from 1 on.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
internal readonly record struct YamlPlace(int Line, int Column);

/// <summary>A YAML definition that cannot be used; the message says what to do, the place where.</summary>
/// <param name="code">One of <see cref="Diagnostics.DiagnosticCodes"/>.</param>
/// <param name="place">Where.</param>
/// <param name="message">What is wrong.</param>
/// <param name="inner">What it rests on.</param>
internal sealed class YamlDefinitionException(string code, YamlPlace place, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The diagnostic's code.</summary>
    public string Code { get; } = code;

    /// <summary>Where.</summary>
    public YamlPlace Place { get; } = place;

    /// <summary>The same with the name of the mirror that it is about.</summary>
    public YamlDefinitionException Of(string mirror) => new(Code, Place, $"{mirror}: {Message}", this);
}
