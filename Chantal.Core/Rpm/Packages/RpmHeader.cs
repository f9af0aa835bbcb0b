using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chantal.Rpm.Packages;

/// <summary>
/// A header structure of a package file (rpm's file format v4): an index of tags over a store of data. Reads what is asked
/// for, within the bytes that it has; what does not fit throws a <see cref="FormatException"/>.
/// </summary>
/// <param name="bytes">The structure, from its magic to the end of its store.</param>
internal readonly ref struct RpmHeader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Bytes of the introduction: magic, version, reserved, number of tags, size of the store.</summary>
    public const int IntroLength = 16;

    private const int EntryLength = 16;
    private const int MaxTags = 0xffff;
    private const int MaxStore = 256 << 20;
    private const int TypeInt32 = 4;
    private const int TypeString = 6;
    private const int TypeBinary = 7;
    private const int TypeStringArray = 8;

    private readonly ReadOnlySpan<byte> _index = bytes.Slice(IntroLength, CountOf(bytes) * EntryLength);
    private readonly ReadOnlySpan<byte> _store = bytes[(IntroLength + (CountOf(bytes) * EntryLength))..];

    /// <summary>Bytes of the whole structure, by its introduction.</summary>
    public static int LengthOf(ReadOnlySpan<byte> intro)
    {
        if (!intro.StartsWith((ReadOnlySpan<byte>)[0x8e, 0xad, 0xe8, 0x01]))
        {
            throw new FormatException("a header does not begin as headers do");
        }

        var store = BinaryPrimitives.ReadUInt32BigEndian(intro[12..]);
        return CountOf(intro) is > 0 and <= MaxTags and var count && store <= MaxStore
            ? IntroLength + (count * EntryLength) + (int)store
            : throw new FormatException("a header is larger than any real one");
    }

    /// <summary>A tag's binary data; empty if it is not there.</summary>
    public ReadOnlySpan<byte> Binary(int tag) => Find(tag, TypeBinary, out var offset, out var count) ? Slice(offset, count) : [];

    /// <summary>A tag's text, or the first of several; null if it is not there.</summary>
    public string? Text(int tag)
    {
        if (!Find(tag, TypeString, out var offset, out _) && !Find(tag, TypeStringArray, out offset, out _))
        {
            return null;
        }

        var text = Slice(offset, _store.Length - offset);
        var end = text.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(text[..end]) : throw new FormatException("a text does not end");
    }

    /// <summary>A tag's texts; empty if it is not there.</summary>
    public IReadOnlyList<string> Texts(int tag)
    {
        if (!Find(tag, TypeStringArray, out var offset, out var count))
        {
            return [];
        }

        var texts = new List<string>();
        for (var rest = Slice(offset, _store.Length - offset); texts.Count < count;)
        {
            var end = rest.IndexOf((byte)0);
            texts.Add(end >= 0 ? Encoding.UTF8.GetString(rest[..end]) : throw new FormatException("a text does not end"));
            rest = rest[(end + 1)..];
        }

        return texts;
    }

    /// <summary>A tag's number, or the first of several; null if it is not there.</summary>
    public uint? Number(int tag) => Find(tag, TypeInt32, out var offset, out var count) && count > 0 ? BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4)) : null;

    /// <summary>Whether a tag is there, of whatever type.</summary>
    public bool Has(int tag)
    {
        for (var at = 0; at < _index.Length; at += EntryLength)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(_index[at..]) == tag)
            {
                return true;
            }
        }

        return false;
    }

    // Called a dozen times for each package, whose header has a hundred tags.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Find(int tag, int type, out int offset, out int count)
    {
        for (var at = 0; at < _index.Length; at += EntryLength)
        {
            var entry = _index.Slice(at, EntryLength);
            if (BinaryPrimitives.ReadInt32BigEndian(entry) == tag && BinaryPrimitives.ReadInt32BigEndian(entry[4..]) == type)
            {
                offset = BinaryPrimitives.ReadInt32BigEndian(entry[8..]);
                count = BinaryPrimitives.ReadInt32BigEndian(entry[12..]);
                return offset >= 0 && offset <= _store.Length && count >= 0 ? true : throw new FormatException("a tag points outside of its header");
            }
        }

        (offset, count) = (0, 0);
        return false;
    }

    private ReadOnlySpan<byte> Slice(int offset, int length) =>
        length <= _store.Length - offset ? _store.Slice(offset, length) : throw new FormatException("a tag's data ends outside of its header");

    private static int CountOf(ReadOnlySpan<byte> intro) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(intro[8..]), MaxTags + 1);
}
