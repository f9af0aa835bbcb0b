namespace Chantal.Apk.Archives;

/// <summary>Tells files of apk's version 3 (<c>apk-v3(5)</c>), indices and packages alike.</summary>
internal static class AdbFile
{
    /// <summary>Whether a file begins as such a file does, packed or not.</summary>
    /// <param name="file">The file; read from its beginning, and left there.</param>
    public static bool Is(Stream file)
    {
        var beginning = new byte[4];
        file.Position = 0;
        var length = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return length == beginning.Length && beginning is [(byte)'A', (byte)'D', (byte)'B', (byte)'.' or (byte)'d' or (byte)'c'];
    }
}
