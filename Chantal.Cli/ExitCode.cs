using System.ComponentModel;

namespace Chantal.Cli;

/// <summary>What the command ends with; docs/reference/command.md has the table.</summary>
internal enum ExitCode
{
    [Description("All that was asked for is done.")]
    Success = 0,

    [Description("It failed; what was published before is still served.")]
    Failure = 1,

    [Description("The command line is not valid, or there is no definition.")]
    Usage = 2,

    [Description("Some mirrors succeeded, others failed.")]
    PartlyFailed = 3,

    [Description("Another process works on the mirror or the store.")]
    Locked = 4,

    [Description("A verification found damage.")]
    VerificationFailed = 5,

    [Description("There is no .NET SDK on the machine.")]
    NoSdk = 6,

    [Description("Everything was published but packages that the upstream does not have as its metadata describes them.")]
    Incomplete = 7,

    [Description("status: no sync of a mirror has succeeded for too long, or ever.")]
    Stale = 8,

    [Description("status: the last sync of a mirror did not succeed.")]
    Failing = 9,

    [Description("Ctrl-C ended it.")]
    Interrupted = 130,

    [Description("SIGTERM ended it.")]
    Terminated = 143,
}
