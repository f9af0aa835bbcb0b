namespace Chantal.Repositories;

/// <summary>Kinds of advisories that can be asked for by themselves.</summary>
internal enum AdvisoryKind
{
    /// <summary>They fix vulnerabilities.</summary>
    Security,
}
