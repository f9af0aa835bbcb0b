using System.CommandLine;
using System.CommandLine.Completions;
using Chantal.Cli.Building;
using Chantal.Definitions;

namespace Chantal.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal static class Settings
{
    public static readonly Option<string?> Config = new("--config", "-c") { Description = "the YAML file, project or folder with the definitions; else the nearest above the working directory", Recursive = true };
    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "also says what only a search for a cause needs", Recursive = true };
    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "says warnings and errors only", Recursive = true };
    public static readonly Option<bool> Json = new("--json") { Description = "writes the result to standard output as JSON, and everything else to standard error", Recursive = true };
    public static readonly Option<string?> LogFile = new("--log-file") { Description = "a file that the run's log is appended to", Recursive = true };
    public static readonly Option<string?> LogFormat = new Option<string?>("--log-format") { Description = "json (a line an event, the default) or text", Recursive = true }.AcceptOnlyFromAmong("json", "text");
    public static readonly Option<string[]> Property = new("--property", "-p")
    {
        Description = "sets a property as dotnet build does: -p StoreRoot=/srv/chantal",
        HelpName = "NAME=VALUE",
        Recursive = true,
        CompletionSources = { _ => Vocabulary.Terms.Where(t => t.IsProperty).Select(t => new CompletionItem(t.Name + "=", detail: t.Description)) },
    };

    /// <summary>The options, for the root command.</summary>
    public static IEnumerable<Option> All => [Config, Verbose, Quiet, Json, LogFile, LogFormat, Property];

    /// <summary>The definitions that a command is about.</summary>
    public static FoundDefinition Definition(ParseResult parsed) => DefinitionFinder.Find(parsed.GetValue(Config) is { } config ? TypedPath.Expand("--config", config) : null, Environment.CurrentDirectory);

    /// <summary>The global properties that these options mean.</summary>
    public static Dictionary<string, string> Properties(ParseResult parsed)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in parsed.GetValue(Property) ?? [])
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? setting[..equals] : throw CommandDiagnostics.PropertyInvalid(setting);
            properties[name] = TypedPath.Value(name, setting[(equals + 1)..]);
        }

        if (parsed.GetValue(LogFile) is { } file)
        {
            properties["LogFile"] = TypedPath.Full("--log-file", file);
        }

        if (parsed.GetValue(LogFormat) is { } format)
        {
            properties["LogFormat"] = format;
        }

        return properties;
    }
}
