using System.Security.Cryptography;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Small things that fixtures do with files.</summary>
public static class Files
{
    /// <summary>Writes a file and the directories it needs; a file that says the same already keeps its time stamp.</summary>
    public static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            File.WriteAllBytes(path, content);
        }
    }

    /// <summary>Copies a directory with all it holds, time stamps included.</summary>
    public static void CopyTree(string source, string target) => Command.Output("cp", "-a", source, target);

    /// <summary>Flips a byte in the middle of a file, read-only or not, and leaves its size and time stamp as they were.</summary>
    public static void Damage(string path)
    {
        var (mode, time) = (File.GetUnixFileMode(path), File.GetLastWriteTimeUtc(path));
        File.SetUnixFileMode(path, mode | UnixFileMode.UserWrite);
        using (var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = file.Length / 2;
            var flipped = (byte)(file.ReadByte() ^ 0xff);
            file.Position--;
            file.WriteByte(flipped);
        }

        File.SetLastWriteTimeUtc(path, time);
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>The digest of some bytes, in hexadecimal.</summary>
    public static string Hash(byte[] content, string algorithm) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(new HashAlgorithmName(algorithm), content));
}
