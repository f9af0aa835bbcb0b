namespace Chantal.Sdk.Tests.Support;

/// <summary>A request that reached an <see cref="UpstreamServer"/>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The decoded path, without the slash at its start.</param>
/// <param name="Headers">The request's headers; names in any case.</param>
public sealed record UpstreamRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The status of the answer; 0 until there is one.</summary>
    public int Status { get; internal set; }

    /// <summary>A request's header, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
