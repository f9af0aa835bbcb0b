using System.CommandLine;
using System.CommandLine.Completions;
using Chantal.Cli.Building;
using Chantal.Cli.Display;

namespace Chantal.Cli.Commands;

/// <summary>A command that is a target of the definitions: its arguments and options become properties.</summary>
internal sealed class Verb
{
    private readonly string _target;
    private readonly List<(Option Option, string Target, bool HasResult)> _others = [];
    private bool _hasResult;
    private bool _isSaidByMirrors;
    private readonly List<Action<ParseResult, Dictionary<string, string>>> _setters = [];

    /// <param name="name">The command.</param>
    /// <param name="target">The target.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">Command lines.</param>
    public Verb(string name, string target, string description, params string[] examples)
    {
        _target = target;
        Command = new DocumentedCommand(name, description, examples) { Targets = { [target] = "" } };
        Command.SetAction(parsed => (int)Run(parsed));
    }

    /// <summary>The command.</summary>
    public DocumentedCommand Command { get; }

    /// <summary>Adds an argument that sets a property.</summary>
    public Verb With(Argument<string> argument, string property, bool isPath = false)
    {
        Command.Add(argument);
        Command.ArgumentNames[property] = $"<{argument.Name}>";
        _setters.Add((parsed, properties) => properties[property] = isPath ? TypedPath.Full($"<{argument.Name}>", parsed.GetRequiredValue(argument)) : parsed.GetRequiredValue(argument));
        return this;
    }

    /// <summary>Adds the argument of a command that also has options for other targets: it is given, or one of them.</summary>
    public Verb WithOwn(Argument<string?> argument, string property)
    {
        argument.Arity = ArgumentArity.ZeroOrOne;
        Command.Add(argument);
        Command.ArgumentNames[property] = $"<{argument.Name}>";
        _setters.Add((parsed, properties) =>
        {
            if (_others.Count(o => parsed.GetResult(o.Option) is { Implicit: false }) + (parsed.GetResult(argument) is { Tokens.Count: > 0 } ? 1 : 0) != 1)
            {
                throw CommandDiagnostics.EitherOr(argument, _others.Select(o => o.Option.Name), Command);
            }

            Set(properties, property, parsed.GetValue(argument) is { } value ? TypedPath.Full($"<{argument.Name}>", value) : null);
        });
        return this;
    }

    /// <summary>Adds an option with which the command is about another target.</summary>
    public Verb WithOther(string option, string target, string description)
    {
        AddOther(option, target, description, hasResult: false);
        return this;
    }

    /// <summary>Adds an option with which the command is about another target, which makes a list in one of these formats.</summary>
    public Verb WithOther(string option, string target, string description, string[] formats)
    {
        AddOther(option, target, description, hasResult: true);
        return WithFormats(formats);
    }

    /// <summary>Adds an option with which the command is about another target, and which sets a property of it.</summary>
    public Verb WithOther(string option, string target, string property, string description)
    {
        var added = new Option<string?>(option) { Description = description };
        Command.Add(added);
        _others.Add((added, target, false));
        Command.Targets[target] = "";
        Command.Setters[property] = (option, null);
        _setters.Add((parsed, properties) => Set(properties, property, parsed.GetValue(added)));
        return this;
    }

    /// <summary>Adds an option that sets a property.</summary>
    public Verb With(string option, string property, string description, bool isPath = false, Func<CompletionContext, IEnumerable<CompletionItem>>? names = null, string[]? aliases = null)
    {
        var added = new Option<string?>(option, aliases ?? []) { Description = description };
        if (names is not null)
        {
            added.CompletionSources.Add(names);
        }

        Command.Add(added);
        Command.Setters[property] = (option, null);
        _setters.Add((parsed, properties) => Set(properties, property, parsed.GetValue(added) is { } value && isPath ? TypedPath.Full(option, value) : parsed.GetValue(added)));
        return this;
    }

    /// <summary>Adds an option that is a property's <c>true</c>.</summary>
    public Verb WithFlag(string option, string property, string description, string value = "true")
    {
        var added = new Option<bool>(option) { Description = description };
        Command.Add(added);
        Command.Setters[property] = (option, value);
        _setters.Add((parsed, properties) => Set(properties, property, parsed.GetValue(added) ? value : null));
        return this;
    }

    /// <summary>Adds the names of the mirrors that the command is about; none means all.</summary>
    /// <param name="hasForms">Whether <c>all</c> and <c>repo NAME</c> are understood too.</param>
    /// <param name="isRequired">Whether a name has to be given.</param>
    public Verb WithMirrors(bool hasForms = false, bool isRequired = false)
    {
        var names = new Argument<string[]>("mirror")
        {
            Description = hasForms ? "names of mirrors; 'all' or no name: every mirror. 'repo NAME' is the same as NAME" : isRequired ? "names of mirrors" : "names of mirrors; no name: every mirror",
            Arity = isRequired ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore,
            CompletionSources = { hasForms ? NameCompletion.MirrorsAndForms : NameCompletion.Mirrors },
        };
        Command.Add(names);
        Command.ArgumentNames["Mirror"] = $"<{names.Name}>";
        _setters.Add((parsed, properties) => Set(properties, "Mirror", MirrorNames.Read(parsed, names, hasForms) is { Count: > 0 } given ? string.Join(';', given) : null));
        return this;
    }

    /// <summary>The target makes a list or a comparison, in one of these formats, for <c>OutputFile</c>.</summary>
    /// <param name="formats">The formats.</param>
    /// <param name="isSaidByMirrors">Whether each mirror says its part as soon as it has it, which is what people want to see.</param>
    public Verb WithResult(string[] formats, bool isSaidByMirrors = false)
    {
        _hasResult = true;
        _isSaidByMirrors = isSaidByMirrors;
        return WithFormats(formats);
    }

    private void AddOther(string option, string target, string description, bool hasResult)
    {
        var added = new Option<bool>(option) { Description = description };
        Command.Add(added);
        _others.Add((added, target, hasResult));
        Command.Targets[target] = option;
    }

    private Verb WithFormats(string[] formats)
    {
        var format = new Option<string?>("--format") { Description = $"{string.Join(", ", formats)}; the default is text" };
        _ = format.AcceptOnlyFromAmong(formats);
        Command.Add(format);
        _setters.Add((parsed, properties) => Set(properties, "OutputFormat", parsed.GetValue(format)));
        return With("--output", "OutputFile", "the file to write", isPath: true, aliases: ["-o"]);
    }

    private static void Set(Dictionary<string, string> properties, string name, string? value)
    {
        if (value is not null)
        {
            properties[name] = value;
        }
    }

    /// <summary>Builds the target, and says what it came to.</summary>
    public ExitCode Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        var definition = Settings.Definition(parsed);
        var properties = Settings.Properties(parsed);
        var given = properties.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _setters.ForEach(set => set(parsed, properties));
        var words = CommandWords.For(Command, properties.Keys.Where(name => !given.Contains(name)));
        MSBuildFinder.Require(Path.GetDirectoryName(definition.Source)!);

        var (_, target, hasResult) = _others.Where(o => parsed.GetResult(o.Option) is { Implicit: false }).Append((null!, _target, _hasResult)).First();

        // Lists are for standard output, which nothing else writes to then.
        var isJson = parsed.GetValue(Settings.Json);
        var isSaid = _isSaidByMirrors && !isJson && !properties.ContainsKey("OutputFormat") && Displays.IsTerminal(parsed.InvocationConfiguration.Output);
        var result = hasResult && !isSaid && !properties.ContainsKey("OutputFile") ? Path.GetTempFileName() : null;
        if (result is not null)
        {
            properties["OutputFile"] = result;
        }

        if (isJson && hasResult)
        {
            properties["OutputFormat"] = "json";
        }

        try
        {
            var code = Build(definition, target, properties, words, result, parsed, isJson && !hasResult, interruption);

            // Also of a signal that came while the result was written.
            return interruption.Code ?? code;
        }
        finally
        {
            if (result is not null)
            {
                File.Delete(result);
            }
        }
    }

    // In a method of its own: MSBuild is loadable only by now.
    private static ExitCode Build(
        FoundDefinition definition, string target, Dictionary<string, string> properties, CommandWords words, string? result, ParseResult parsed, bool saysOutcome, Interruption interruption)
    {
        var output = parsed.InvocationConfiguration.Output;
        var errors = parsed.InvocationConfiguration.Error;
        BuildOutcome outcome;
        using (var display = Displays.Choose(output, errors, parsed.GetValue(Settings.Quiet), parsed.GetValue(Settings.Json) || result is not null))
        {
            outcome = BuildHost.Build(definition, target, properties, display, words, parsed.GetValue(Settings.Verbose), interruption.Token);
        }

        if (interruption.Code is { } interrupted)
        {
            errors.WriteLine("Interrupted. What was fetched is kept, what was published is still served, and the next run continues.");
            return interrupted;
        }

        if (result is not null)
        {
            // Where some mirrors failed, what the others said is there.
            output.Write(File.ReadAllText(result));
        }
        else if (saysOutcome)
        {
            output.WriteLine(ResultText.Write(outcome));
        }

        if (outcome.ExitCode == ExitCode.PartlyFailed)
        {
            errors.WriteLine($"Succeeded: {string.Join(", ", outcome.DoneMirrors)}. Failed: {string.Join(", ", outcome.FailedMirrors)}.");
        }

        return outcome.ExitCode;
    }
}
