using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>Which part of a transfer is done.</summary>
internal static class Share
{
    /// <summary>From 0 to 1: of its bytes, or of its files where sizes are not known.</summary>
    public static double Of(TransferState state) =>
        state.BytesTotal is { } bytes && bytes > 0 ? Math.Clamp((double)state.BytesDone / bytes, 0, 1)
        : state.FilesTotal > 0 ? Math.Clamp((double)state.FilesDone / state.FilesTotal, 0, 1)
        : 0;
}
