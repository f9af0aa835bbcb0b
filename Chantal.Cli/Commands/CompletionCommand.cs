using System.CommandLine;

namespace Chantal.Cli.Commands;

/// <summary>Prints what a shell reads to complete commands and options; the command itself knows them.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _chantal() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(chantal "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _chantal chantal
        """;

    // Sourced, or a file of the name _chantal that zsh loads when it is first needed.
    private const string Zsh = """
        #compdef chantal
        _chantal() {
            local found=(${(f)"$(chantal "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null)"})
            compadd -- $found || _files
        }
        if [ "$funcstack[1]" = _chantal ]; then
            _chantal "$@"
        else
            compdef _chantal chantal
        fi
        """;

    private const string Fish = """
        function __chantal
            set -l line (commandline -cp)
            set -l found (chantal "[suggest:"(string length -- $line)"]" $line 2> /dev/null | string match --invert '')
            if set -q found[1]
                printf '%s\n' $found
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c chantal -f -a '(__chantal)'
        """;

    public static DocumentedCommand Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        _ = shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new DocumentedCommand("completion", "Prints what a shell needs to complete this command.", "source <(chantal completion bash)") { shell };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetRequiredValue(shell) switch { "zsh" => Zsh, "fish" => Fish, _ => Bash });
            return (int)ExitCode.Success;
        });
        return command;
    }
}
