using Chantal.Apt;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Tasks;

/// <summary>A task on an APT repository: what sources.list says, as parameters.</summary>
public abstract class AptTask : TransferTask
{
    /// <summary>Base URLs, separated by <c>;</c>, tried in order, file by file.</summary>
    public string Upstream { get; set; } = "";

    /// <summary>Suites or codenames; one that ends in <c>/</c> is a flat repository's directory.</summary>
    public string[] Suites { get; set; } = [];

    /// <summary>Components; none: all.</summary>
    public string[] Components { get; set; } = [];

    /// <summary>Architectures; none: all.</summary>
    public string[] Architectures { get; set; } = [];

    /// <summary><c>Verbatim</c>.</summary>
    public string Metadata { get; set; } = "";

    /// <summary><c>false</c> takes metadata that is unsigned or cannot be verified, with a warning.</summary>
    public string VerifySignatures { get; set; } = "";

    /// <summary>Where the verified roots are kept.</summary>
    private protected string RootsDirectory => Path.Combine(Layout.State(MirrorName), "roots");

    /// <summary>The definition, checked as far as that is possible without the upstream.</summary>
    private protected AptDefinition ReadDefinition()
    {
        var upstreams = Upstream.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (upstreams.Length == 0)
        {
            throw PropertyValue.Missing("Upstream", "<Upstream>http://ftp.debian.org/debian/</Upstream>");
        }

        try
        {
            _ = new Upstreams(upstreams);
        }
        catch (MirrorException exception)
        {
            throw new MirrorException(exception.Code, $"Upstream: {exception.Message}", exception);
        }

        if (Suites.Length == 0)
        {
            throw PropertyValue.Missing("Suite item", "<Suite Include=\"bookworm\" />");
        }

        if (Metadata is not "" && !Metadata.Equals("Verbatim", StringComparison.OrdinalIgnoreCase))
        {
            throw PropertyValue.Invalid(nameof(Metadata), Metadata, "Verbatim");
        }

        return new AptDefinition
        {
            Upstreams = upstreams,
            Suites = Suites,
            Components = Components,
            Architectures = Architectures,
            VerifySignatures = PropertyValue.Flag(nameof(VerifySignatures), VerifySignatures, otherwise: true),
        };
    }
}
