namespace Chantal.Transfer;

/// <summary>Judges the <c>Content-Range</c> of a 206 (RFC 9110 §14.4): servers do send wrong ones.</summary>
internal static class ContentRange
{
    /// <summary>Whether the part begins where we asked, ends where it says, and belongs to a file of the right size.</summary>
    public static bool Fits(HttpResponseMessage response, long offset, long? expectedSize)
    {
        var range = response.Content.Headers.ContentRange;
        return range is { Unit: "bytes", From: { } from, To: { } to }
            && from == offset
            && to >= from
            && (range.Length is not { } total || (to < total && (expectedSize ?? total) == total))
            && (expectedSize is not { } size || to < size)
            && (response.Content.Headers.ContentLength is not { } length || length == to - from + 1);
    }

    /// <summary>Bytes of the whole file a part belongs to, or null.</summary>
    public static long? Total(HttpResponseMessage response) =>
        (int)response.StatusCode == 206 ? response.Content.Headers.ContentRange?.Length : null;
}
