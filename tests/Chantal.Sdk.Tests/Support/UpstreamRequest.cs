namespace Chantal.Sdk.Tests.Support;

/// <summary>A request that an <see cref="UpstreamServer"/> has answered.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The decoded path, without the slash at its start.</param>
/// <param name="Headers">The request's headers; names in any case.</param>
/// <param name="Status">The status of the answer.</param>
public sealed record UpstreamRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, int Status)
{
    /// <summary>A request's header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
