namespace Chantal.Cli;

/// <summary>What the command ends with; docs/reference/command.md has the table.</summary>
internal enum ExitCode
{
    /// <summary>All that was asked for is done.</summary>
    Success = 0,

    /// <summary>It failed; what was published before is still served.</summary>
    Failure = 1,

    /// <summary>The command line is not valid, or there is no definition.</summary>
    Usage = 2,

    /// <summary>Some mirrors succeeded, others failed.</summary>
    PartlyFailed = 3,

    /// <summary>Another process works on the mirror or the store.</summary>
    Locked = 4,

    /// <summary>A verification found damage.</summary>
    VerificationFailed = 5,

    /// <summary>There is no .NET SDK on the machine.</summary>
    NoSdk = 6,

    /// <summary>Everything was published but packages that the upstream does not have as its metadata describes them.</summary>
    Incomplete = 7,

    /// <summary><c>status</c>: no sync of a mirror has succeeded for too long, or ever.</summary>
    Stale = 8,

    /// <summary><c>status</c>: the last sync of a mirror did not succeed.</summary>
    Failing = 9,

    /// <summary>Ctrl-C ended it.</summary>
    Interrupted = 130,

    /// <summary>SIGTERM ended it.</summary>
    Terminated = 143,
}
