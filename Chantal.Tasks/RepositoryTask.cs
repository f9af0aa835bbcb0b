using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Tasks;

/// <summary>A task on an upstream repository: where it is, and whether its signatures count.</summary>
public abstract class RepositoryTask : TransferTask
{
    /// <summary>Base URLs, separated by <c>;</c>, tried in order, file by file.</summary>
    public string Upstream { get; set; } = "";

    /// <summary><c>false</c> takes metadata that is unsigned or cannot be verified, with a warning.</summary>
    public string VerifySignatures { get; set; } = "";

    /// <summary>Where the verified roots are kept.</summary>
    private protected string RootsDirectory => Path.Combine(Layout.State(MirrorName), "roots");

    /// <summary>Whether signatures are to be verified.</summary>
    private protected bool Verifies => PropertyValue.Flag(nameof(VerifySignatures), VerifySignatures, otherwise: true);

    /// <summary>The base URLs, checked as far as that is possible without asking them; empty if none is given.</summary>
    private protected IReadOnlyList<string> ReadUpstreams()
    {
        var upstreams = Upstream.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            if (upstreams.Length > 0)
            {
                _ = new Upstreams(upstreams);
            }
        }
        catch (MirrorException exception)
        {
            throw new MirrorException(exception.Code, $"Upstream: {exception.Message}", exception);
        }

        return upstreams;
    }
}
