using System.CommandLine;
using Chantal.Hosts;
using Chantal.Text;

namespace Chantal.Cli.Commands;

/// <summary>Writes the list of the host that it runs on. It needs neither definitions nor a store.</summary>
internal static class HostReportCommand
{
    private static readonly Option<string?> Name = new("--name") { Description = "what the host is called; default: its own name" };
    private static readonly Option<string?> Output = new("--output", "-o") { Description = "the file to write; default: standard output" };
    private static readonly Option<string> Root = new("--root") { Description = "the host's root directory", DefaultValueFactory = _ => "/", Hidden = true };

    public static DocumentedCommand Create()
    {
        var command = new DocumentedCommand(
            "host-report",
            "Writes what this host has installed, and where from, for 'chantal applicable' and 'chantal init --from-hosts'. Passwords and tokens are left out.",
            "chantal host-report > web01.txt",
            "chantal host-report --output /srv/hosts/web01.txt")
        {
            Name, Output, Root,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var host = ThisHost.Read(parsed.GetValue(Root)!, "");
        var text = new HostReport(host, HostReport.Run).Write(parsed.GetValue(Name) ?? Environment.MachineName);
        if (parsed.GetValue(Output) is { } file)
        {
            Save(TypedPath.Full("--output", file), text);
        }
        else
        {
            parsed.InvocationConfiguration.Output.Write(text);
        }

        return (int)ExitCode.Success;
    }

    private static void Save(string file, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WholeFile.Write(file, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandDiagnostics.NotWritten(file, exception.Message);
        }
    }
}
