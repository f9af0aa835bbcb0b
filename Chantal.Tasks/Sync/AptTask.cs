using Chantal.Apt.Release;
using Chantal.Definitions;

namespace Chantal.Tasks;

/// <summary>A task on an APT repository: what sources.list says, as parameters.</summary>
public abstract class AptTask : RepositoryTask
{
    /// <summary>Suites or codenames; one that ends in <c>/</c> is a flat repository's directory.</summary>
    public string[] Suites { get; set; } = [];

    /// <summary>Further names that a suite's Release may call itself, separated by <c>;</c>.</summary>
    public string ExpectSuite { get; set; } = "";

    /// <summary>Components; none: all.</summary>
    public string[] Components { get; set; } = [];

    /// <summary>Architectures; none: all.</summary>
    public string[] Architectures { get; set; } = [];

    /// <summary><c>Verbatim</c>, or empty.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>The definition, checked as far as that is possible without the upstream.</summary>
    private protected AptDefinition ReadDefinition()
    {
        var upstreams = ReadUpstreams();
        if (upstreams.Count == 0)
        {
            throw PropertyValue.Missing("Upstream", "<Upstream>http://ftp.debian.org/debian/</Upstream>");
        }

        if (Suites.Length == 0)
        {
            throw PropertyValue.Missing("Suite item", "<Suite Include=\"bookworm\" />");
        }

        if (Metadata.Length > 0 && PropertyValue.Choice<MetadataMode>(nameof(Metadata), Metadata) != MetadataMode.Verbatim)
        {
            throw PropertyValue.Invalid(nameof(Metadata), Metadata, "Verbatim for an APT repository");
        }

        return new AptDefinition
        {
            Upstreams = upstreams,
            Suites = Suites,
            ExpectedSuites = ExpectSuite.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Components = Components,
            Architectures = Architectures,
            VerifySignatures = Verifies,
        };
    }
}
