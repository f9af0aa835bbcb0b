using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>How a run is shown. Called from several threads.</summary>
internal interface IDisplay : IDisposable
{
    /// <summary>A line for people.</summary>
    void Say(string line);

    /// <summary>A warning or an error.</summary>
    void Show(Finding finding);

    /// <summary>A mirror begins a step.</summary>
    void Begin(string mirror, string step);

    /// <summary>The step is done; another may follow.</summary>
    void Rest(string mirror);

    /// <summary>How far a mirror's transfer is; whether it is also a line is up to the display.</summary>
    void Progress(string mirror, TransferState state, string line);

    /// <summary>A mirror fetched a file; in a transfer, <see cref="Progress"/> counts it as well.</summary>
    void Fetched(string mirror, long bytes);

    /// <summary>An attempt of a mirror failed, and another one follows.</summary>
    void Retry(string mirror, string trouble);

    /// <summary>A mirror is done.</summary>
    void End(string mirror);
}
