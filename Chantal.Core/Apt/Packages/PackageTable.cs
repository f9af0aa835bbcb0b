using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Chantal.Apt.Control;
using Chantal.Repositories;

namespace Chantal.Apt.Packages;

/// <summary>
/// The packages of all selected indices, held while dependencies are followed: the fields' bytes as they came, in blocks
/// of a megabyte, and a row of a few numbers a package. Debian's main takes about 30 MB.
/// </summary>
/// <param name="fields">How many fields each has: of <see cref="PackageFields.WithRelations"/> or more.</param>
internal sealed class PackageTable(int fields)
{
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly List<Row> _rows = [];
    private int _used = BlockSize;

    private readonly record struct Row(int Block, int Offset, ScopeCounts.Scope Scope, string ListedIn);

    /// <summary>Number of packages.</summary>
    public int Count => _rows.Count;

    /// <summary>Keeps the stanza that a reader stands on.</summary>
    /// <param name="stanza">Reads as many fields.</param>
    /// <param name="scope">The package's scope.</param>
    /// <param name="listedIn">The index.</param>
    public void Add(Deb822Reader stanza, ScopeCounts.Scope scope, string listedIn)
    {
        var length = sizeof(int) * fields;
        for (var i = 0; i < fields; i++)
        {
            length += stanza[i].Length;
        }

        if (_used + length > BlockSize)
        {
            _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, length)));
            _used = 0;
        }

        // The ends of all fields, then the fields.
        var target = _blocks[^1].AsSpan(_used, length);
        var at = sizeof(int) * fields;
        for (var i = 0; i < fields; i++)
        {
            stanza[i].CopyTo(target[at..]);
            at += stanza[i].Length;
            BinaryPrimitives.WriteInt32LittleEndian(target[(sizeof(int) * i)..], at);
        }

        _rows.Add(new Row(_blocks.Count - 1, _used, scope, listedIn));
        _used += length;
    }

    /// <summary>A field's bytes; empty if the stanza does not have it.</summary>
    public ReadOnlySpan<byte> Field(int row, int field)
    {
        ref readonly var where = ref CollectionsMarshal.AsSpan(_rows)[row];
        var stanza = _blocks[where.Block].AsSpan(where.Offset);
        var end = BinaryPrimitives.ReadInt32LittleEndian(stanza[(sizeof(int) * field)..]);
        var start = field == 0
            ? sizeof(int) * fields
            : BinaryPrimitives.ReadInt32LittleEndian(stanza[(sizeof(int) * (field - 1))..]);
        return stanza[start..end];
    }

    /// <summary>The package's scope, whose last part is its architecture.</summary>
    public ScopeCounts.Scope ScopeOf(int row) => _rows[row].Scope;

    /// <summary>The index that listed the package.</summary>
    public string ListedIn(int row) => _rows[row].ListedIn;
}
