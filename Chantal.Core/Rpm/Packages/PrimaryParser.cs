using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm.Packages;

/// <summary>Reads the <c>package</c> elements of <c>primary.xml</c>, in the shape that createrepo_c gives them.</summary>
internal static class PrimaryParser
{
    // Of the last year that a date can have.
    private const long MostSeconds = 253_402_300_800;

    /// <summary>Reads an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="withDependencies">Whether relations and files are wanted too.</param>
    /// <param name="name">What errors call the list.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.RpmListMalformed"/>.</exception>
    public static PrimaryPackage Parse(ReadOnlySpan<byte> element, bool withDependencies, string name)
    {
        var fields = default(Fields);
        try
        {
            Read(new XmlSlice(element), ref fields, withDependencies);
        }
        catch (FormatException exception)
        {
            throw RpmPackageDiagnostics.EntryMalformed(name, fields.Name, exception.Message, exception);
        }

        var missing = fields.Name is null or "" ? "name" : fields.Architecture is null or "" ? "architecture" : fields.Evr is null ? "version"
            : fields.Location is null or "" ? "location" : fields.Checksum is null ? "checksum of a known kind" : null;
        return missing is not null
            ? throw RpmPackageDiagnostics.EntryMalformed(name, fields.Name, $"its {missing} is missing")
            : new PrimaryPackage
            {
                Name = fields.Name!,
                Architecture = fields.Architecture!,
                Evr = fields.Evr!.Value,
                Checksum = fields.Checksum!.Value,
                Location = fields.Location!,
                Base = fields.Base,
                Size = fields.Size,
                FileTime = fields.FileTime is { } time ? DateTimeOffset.FromUnixTimeSeconds(time) : null,
                SourceRpm = fields.SourceRpm is { Length: > 0 } ? fields.SourceRpm : null,
                Provides = fields.Provides ?? [],
                Requires = fields.Requires ?? [],
                Recommends = fields.Recommends ?? [],
                Conflicts = fields.Conflicts ?? [],
                Obsoletes = fields.Obsoletes ?? [],
                Files = fields.Files ?? [],
            };
    }

    private ref struct Fields
    {
        public string? Name, Architecture, Location, Base, SourceRpm;
        public Evr? Evr;
        public Checksum? Checksum;
        public long? Size, FileTime;
        public List<RpmRelation>? Provides, Requires, Recommends, Conflicts, Obsoletes;
        public List<string>? Files;

        public readonly bool IsComplete => Location is not null && Size is not null && Checksum is not null && Evr is not null && Architecture is not null && Name is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Read(XmlSlice xml, ref Fields fields, bool withDependencies)
    {
        XmlToken token;
        while ((token = xml.Read()) != XmlToken.None)
        {
            if (token != XmlToken.Start)
            {
                continue;
            }

            switch (xml.Depth)
            {
                case 2 when !withDependencies && fields.IsComplete && !xml.Name.SequenceEqual("format"u8):
                    return;
                case 2:
                    ReadFact(ref xml, ref fields);
                    break;
                case 3 when withDependencies || xml.Name.SequenceEqual("rpm:sourcerpm"u8):
                    ReadFormat(ref xml, ref fields);
                    break;
                case 3 when fields.IsComplete && (fields.SourceRpm is not null || xml.Name.SequenceEqual("rpm:provides"u8)):
                    return;
                default:
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadFact(ref XmlSlice xml, ref Fields fields)
    {
        var name = xml.Name;
        if (name.SequenceEqual("name"u8))
        {
            fields.Name = Text(ref xml);
        }
        else if (name.SequenceEqual("arch"u8))
        {
            fields.Architecture = Text(ref xml);
        }
        else if (name.SequenceEqual("version"u8))
        {
            fields.Evr = EvrOf(ref xml);
        }
        else if (name.SequenceEqual("checksum"u8))
        {
            var type = Encoding.UTF8.GetString(xml.Attribute("type"u8));
            fields.Checksum = RpmChecksum.TryRead(type, Text(ref xml));
        }
        else if (name.SequenceEqual("size"u8))
        {
            // Some tools write 0 where they do not know it; no package has that size.
            fields.Size = long.TryParse(xml.Attribute("package"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
        }
        else if (name.SequenceEqual("time"u8))
        {
            fields.FileTime = Utf8Parser.TryParse(xml.Attribute("file"u8), out long time, out _) && time is > 0 and < MostSeconds ? time : null;
        }
        else if (name.SequenceEqual("location"u8))
        {
            fields.Location = XmlSlice.Decode(xml.Attribute("href"u8));
            fields.Base = xml.Attribute("xml:base"u8) is { IsEmpty: false } place ? XmlSlice.Decode(place) : null;
        }
    }

    private static void ReadFormat(ref XmlSlice xml, ref Fields fields)
    {
        var name = xml.Name;
        if (name.SequenceEqual("rpm:sourcerpm"u8))
        {
            fields.SourceRpm = Text(ref xml);
        }
        else if (name.SequenceEqual("rpm:provides"u8))
        {
            ReadRelations(ref xml, fields.Provides ??= []);
        }
        else if (name.SequenceEqual("rpm:requires"u8))
        {
            ReadRelations(ref xml, fields.Requires ??= []);
        }
        else if (name.SequenceEqual("rpm:recommends"u8))
        {
            ReadRelations(ref xml, fields.Recommends ??= []);
        }
        else if (name.SequenceEqual("rpm:conflicts"u8))
        {
            ReadRelations(ref xml, fields.Conflicts ??= []);
        }
        else if (name.SequenceEqual("rpm:obsoletes"u8))
        {
            ReadRelations(ref xml, fields.Obsoletes ??= []);
        }
        else if (name.SequenceEqual("file"u8))
        {
            (fields.Files ??= []).Add(Text(ref xml));
        }
    }

    private static void ReadRelations(ref XmlSlice xml, List<RpmRelation> relations)
    {
        var depth = xml.Depth;
        XmlToken token;
        while ((token = xml.Read()) != XmlToken.End || xml.Depth >= depth)
        {
            if (token == XmlToken.Start && xml.Name.SequenceEqual("rpm:entry"u8))
            {
                var comparison = Comparison(xml.Attribute("flags"u8));
                relations.Add(new RpmRelation(XmlSlice.Decode(xml.Attribute("name"u8)), comparison, comparison == RpmComparison.Any ? null : EvrOf(ref xml)));
            }
        }
    }

    private static RpmComparison Comparison(ReadOnlySpan<byte> flags) =>
        flags.IsEmpty ? RpmComparison.Any
        : flags.SequenceEqual("EQ"u8) ? RpmComparison.Equal
        : flags.SequenceEqual("GE"u8) ? RpmComparison.AtLeast
        : flags.SequenceEqual("LE"u8) ? RpmComparison.AtMost
        : flags.SequenceEqual("GT"u8) ? RpmComparison.Above
        : flags.SequenceEqual("LT"u8) ? RpmComparison.Below
        : RpmComparison.None;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Evr? EvrOf(ref XmlSlice xml) =>
        xml.Attribute("ver"u8) is { IsEmpty: false } version
            ? new Evr(
                xml.Attribute("epoch"u8) is { IsEmpty: false } epoch ? XmlSlice.Decode(epoch) : "0",
                XmlSlice.Decode(version),
                XmlSlice.Decode(xml.Attribute("rel"u8)))
            : null;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static string Text(ref XmlSlice xml)
    {
        var text = "";
        while (xml.Read() == XmlToken.Text)
        {
            text = XmlSlice.Decode(XmlSpace.Trim(xml.Text));
        }

        return text;
    }
}
