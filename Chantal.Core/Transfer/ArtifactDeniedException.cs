namespace Chantal.Transfer;

/// <summary>Every candidate answered 401 or 403, or 404 and 410 besides: a file that may be absent is absent, any other one was refused.</summary>
internal sealed class ArtifactDeniedException(string code, string message) : UpstreamUnreachableException(code, message);
