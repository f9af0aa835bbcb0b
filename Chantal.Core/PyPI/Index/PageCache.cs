using System.Collections.Concurrent;
using System.Text.Json;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.PyPI.Index;

/// <summary>What is known of a kept page beside its content.</summary>
internal sealed record PageNote
{
    /// <summary>The only version of the form that is read.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The form's version.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Where the page came from, after redirects, without a query.</summary>
    public required Uri Url { get; init; }

    /// <summary>The index that it is of; null where only one was known.</summary>
    public Uri? Index { get; init; }

    /// <summary>Its media type, or null.</summary>
    public string? ContentType { get; init; }

    /// <summary>The answer's entity tag, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>When it was modified by the server's word, or null.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The index's serial number that the page is of, or null.</summary>
    public long? Serial { get; init; }

    /// <summary>SHA-256 of the content in hexadecimal digits, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether the index answered that there is no such page.</summary>
    public bool IsAbsent { get; init; }

    /// <summary>What to ask the next time with; null if that cannot be done by condition.</summary>
    public Validators? Validators => !IsAbsent && (ETag ?? (object?)LastModified) is not null ? new Validators(ETag, LastModified) : null;
}

/// <summary>
/// The pages of an index as it sent them, so that they are asked for by condition, and a definition that changed is applied
/// without asking at all. A page is one file: a line of JSON, then the content, compressed. Only its owner can read it: what a page links to may have a query
/// that gives access.
/// </summary>
/// <param name="directory">The directory, which belongs to the cache alone.</param>
internal sealed class PageCache(string directory)
{
    /// <summary>The name of the root page, which no project can have.</summary>
    public const string Root = "";

    /// <summary>The name of the root page of one of several indices, in their order.</summary>
    public static string RootOf(int index) => index == 0 ? Root : $"root.{index}";

    // No project's name has a dot.
    private const string OriginFile = "origin.txt";
    private const int CompressionLevel = 1;

    // To make one costs more than to compress a page.
    private readonly ConcurrentBag<ZstdSharp.Compressor> _compressors = [];

    /// <summary>What is known of a page; null if it is not kept.</summary>
    public PageNote? Find(string name)
    {
        using var file = Open(name);
        return file is null ? null : ReadNote(file);
    }

    /// <summary>A page with its content, to be read once; null if it is not kept.</summary>
    public (PageNote Note, Stream Content)? Load(string name)
    {
        var file = Open(name);
        if (file is null || ReadNote(file) is not { } note)
        {
            file?.Dispose();
            return null;
        }

        return (note, new ZstdSharp.DecompressionStream(file, leaveOpen: false));
    }

    /// <summary>A project's page; null if it is not kept, or does not exist.</summary>
    public ProjectPage? LoadProject(string name)
    {
        if (Load(name) is not var (note, stream))
        {
            return null;
        }

        using (stream)
        {
            if (note.IsAbsent)
            {
                return null;
            }

            using var content = new MemoryStream();
            stream.CopyTo(content);
            return SimplePage.Parse(content.GetBuffer().AsSpan(0, (int)content.Length), note.ContentType, note.Url, name);
        }
    }

    /// <summary>Keeps a page; it is there whole or not at all.</summary>
    public void Save(string name, PageNote note, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        var temporary = path + ".new";
        var compressor = _compressors.TryTake(out var idle) ? idle : new ZstdSharp.Compressor(CompressionLevel);
        using (var file = Create(temporary))
        {
            file.Write([.. JsonOutput.Write(note, PageNoteJson.Write), (byte)'\n']);
            file.Write(compressor.Wrap(content));
        }

        _compressors.Add(compressor);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Forgets a page; whether it was kept.</summary>
    public bool Delete(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    /// <summary>
    /// Says which index the pages are of. Those of another one are forgotten: neither its entity tags nor its serial numbers mean anything here.
    /// </summary>
    /// <param name="upstreams">The indices, as <see cref="PackageIndices.ToString"/> names them.</param>
    public void BelongTo(string upstreams)
    {
        var path = Path.Combine(directory, OriginFile);
        var before = File.Exists(path) ? File.ReadAllText(path) : upstreams;
        if (before != upstreams)
        {
            Clear();
        }

        if (before != upstreams || !File.Exists(path))
        {
            _ = Directory.CreateDirectory(directory);
            WholeFile.Write(path, upstreams);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>The projects whose pages are kept.</summary>
    public IEnumerable<string> Names() => !Directory.Exists(directory) ? [] :
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>().Where(n => !n.Contains('.', StringComparison.Ordinal));

    // Directories of a few thousand entries at the most; the root page's name has a dot, which no normal name has.
    private string PathOf(string name) => name.Length == 0 || name.Contains('.', StringComparison.Ordinal)
        ? Path.Combine(directory, (name.Length == 0 ? "root" : name) + ".page")
        : Path.Combine(directory, RootDirectory.Digest(System.Text.Encoding.UTF8.GetBytes(name))[..2], name);

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        try
        {
            return new FileStream(path, options);
        }
        catch (DirectoryNotFoundException)
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Of a run that was killed.
            File.Delete(path);
        }

        return new FileStream(path, options);
    }

    private FileStream? Open(string name)
    {
        try
        {
            return new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 16 * 1024);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A note that cannot be read is that of a page which is not kept.
    private static PageNote? ReadNote(FileStream file)
    {
        var line = new MemoryStream();
        for (int next; (next = file.ReadByte()) is not ('\n' or < 0) && line.Length < SimplePageSource.MaxText;)
        {
            line.WriteByte((byte)next);
        }

        try
        {
            return StrictJson.Read(line.GetBuffer().AsMemory(0, (int)line.Length), PageNoteJson.Read) is { Version: PageNote.CurrentVersion } note ? note : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
