using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>Calm lines, for files, dumb terminals and build agents.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="errors">Where warnings and errors go.</param>
/// <param name="quiet">Whether only these are shown.</param>
internal class PlainDisplay(TextWriter output, TextWriter errors, bool quiet) : IDisplay
{
    private readonly Lock _lock = new();

    public void Say(string line)
    {
        if (!quiet)
        {
            Write(output, line);
        }
    }

    public virtual void Show(Finding finding) => Write(errors, finding.ToString());

    public void Begin(string mirror, string step)
    {
    }

    public void Rest(string mirror)
    {
    }

    public virtual void Progress(string mirror, TransferState state, string line)
    {
        if (state.IsLine)
        {
            Say(line);
        }
    }

    public void Fetched(string mirror, long bytes)
    {
    }

    public void Retry(string mirror, string trouble)
    {
    }

    public void End(string mirror)
    {
    }

    public void Dispose()
    {
        output.Flush();
        errors.Flush();
        GC.SuppressFinalize(this);
    }

    protected void Write(TextWriter writer, string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
        }
    }
}
