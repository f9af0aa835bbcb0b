namespace Chantal.Text;

/// <summary>Why a file that people named cannot be read, in words for them: what the runtime says of a folder is that access is denied.</summary>
internal static class FileFault
{
    /// <summary>The end of a sentence that begins with the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exception">What came of reading it.</param>
    public static string Of(string path, Exception exception) => exception switch
    {
        _ when Directory.Exists(path) => "is a folder and not a file",
        FileNotFoundException or DirectoryNotFoundException => "does not exist",
        UnauthorizedAccessException => "must not be read by the user that this runs as",
        _ => $"cannot be read: {exception.Message.TrimEnd('.')}",
    };
}
