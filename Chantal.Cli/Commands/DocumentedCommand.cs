using System.CommandLine;

namespace Chantal.Cli.Commands;

/// <summary>A command that shows how it is used: examples stand below its own help, and not in the list of all commands.</summary>
/// <param name="name">The command.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">Command lines, each with an explanation after two spaces or more if it needs one.</param>
internal sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines that show its use.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>The targets that it builds, each with what stands behind the command for it.</summary>
    public Dictionary<string, string> Targets { get; } = new(StringComparer.Ordinal);

    /// <summary>The options by the properties that they set; a flag has the value that it sets.</summary>
    public Dictionary<string, (string Option, string? Flag)> Setters { get; } = new(StringComparer.Ordinal);

    /// <summary>The arguments by the properties that they set.</summary>
    public Dictionary<string, string> ArgumentNames { get; } = new(StringComparer.Ordinal);

    /// <summary>What was typed for a property: an option, or the name of an argument; null if the command has neither for it.</summary>
    public string? TypedFor(string property) => ArgumentNames.GetValueOrDefault(property) ?? (Setters.TryGetValue(property, out var setter) ? setter.Option : null);

    /// <summary>The command line that builds a target with some properties.</summary>
    public string LineFor(string target, IEnumerable<(string Name, string Value)> properties)
    {
        var options = properties.Select(p => !Setters.TryGetValue(p.Name, out var known) ? $"-p {p.Name}={p.Value}"
            : known.Flag is null ? $"{known.Option} {p.Value}"
            : known.Flag == p.Value ? known.Option
            : $"-p {p.Name}={p.Value}");
        return string.Join(' ', new[] { CommandPath.Of(this), Targets[target] }.Concat(options).Where(part => part.Length > 0));
    }
}
