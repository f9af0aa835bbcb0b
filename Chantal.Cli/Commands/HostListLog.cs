using Chantal.Diagnostics;

namespace Chantal.Cli.Commands;

/// <summary>What reading host lists says, where no build is under way.</summary>
/// <param name="errors">Where it is written.</param>
internal sealed class HostListLog(TextWriter errors) : ILog
{
    /// <summary>The first error, or null.</summary>
    public MirrorException? Failure { get; private set; }

    /// <inheritdoc/>
    public void Detail(string message)
    {
    }

    /// <inheritdoc/>
    public void Info(string message) => errors.WriteLine(Printable.Escape(message));

    /// <inheritdoc/>
    public void Warning(string code, string message) => Info($"{message} ({code})");

    /// <inheritdoc/>
    public void Error(string code, string message) => Failure ??= new MirrorException(code, message);
}
