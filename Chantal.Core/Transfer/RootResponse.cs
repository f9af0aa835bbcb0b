namespace Chantal.Transfer;

/// <summary>The answer to a conditional request for a repository's root file.</summary>
internal abstract record RootResponse
{
    private RootResponse()
    {
    }

    /// <summary>The file, new or changed.</summary>
    /// <param name="Bytes">The content, verbatim.</param>
    /// <param name="Validators">What to send with the next request.</param>
    /// <param name="Source">Base of the upstream that answered, or the URL itself where that was absolute; without credentials.</param>
    /// <param name="Url">Where the file is, after redirects; its relative links start there.</param>
    /// <param name="ContentType">The media type, such as <c>text/html</c>, or null.</param>
    public sealed record Modified(ReadOnlyMemory<byte> Bytes, Validators Validators, Uri Source, Uri Url, string? ContentType) : RootResponse
    {
        /// <summary>Whether the server names a next page (<c>Link</c> with <c>rel="next"</c>, RFC 8288).</summary>
        public bool HasNext { get; init; }
    }

    /// <summary>The file is what the validators say (304).</summary>
    /// <param name="Source">Base of the upstream that answered.</param>
    public sealed record NotModified(Uri Source) : RootResponse;

    /// <summary>Every upstream answered that there is no such file: 404 or 410, and for a file that may be absent 401, 403 or a page for people.</summary>
    public sealed record NotFound : RootResponse;
}
