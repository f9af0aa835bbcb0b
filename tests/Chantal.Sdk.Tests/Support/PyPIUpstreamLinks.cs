namespace Chantal.Sdk.Tests.Support;

/// <summary>Where the pages of an index say that files are.</summary>
public enum PyPIUpstreamLinks
{
    /// <summary>On the host of the files, as PyPI's are.</summary>
    FileHost,

    /// <summary>On the index's own host.</summary>
    IndexHost,

    /// <summary>On the index's own host, said relative to the page.</summary>
    Relative,
}
