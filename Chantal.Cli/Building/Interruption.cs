using System.Runtime.InteropServices;

namespace Chantal.Cli.Building;

/// <summary>
/// Makes Ctrl-C and SIGTERM an end of the command that is never 0: from here on they cancel the build, which then lets go of what it has. Before
/// and after that they end the process as they end any other.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // MSBuild waits for what it has cancelled; a transfer ends at its next read.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private Timer? _force;

    public Interruption()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => End(context, ExitCode.Interrupted)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, ExitCode.Terminated)));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What the command ends with because of a signal; null if none came.</summary>
    public ExitCode? Code { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _force?.Dispose();
        _source.Dispose();
    }

    private void End(PosixSignalContext context, ExitCode exitCode)
    {
        context.Cancel = true;
        if (Code is null)
        {
            Code = exitCode;
            _force = new Timer(_ => Environment.Exit((int)exitCode), null, TimeToStop, Timeout.InfiniteTimeSpan);
            _source.Cancel();
        }
    }
}
