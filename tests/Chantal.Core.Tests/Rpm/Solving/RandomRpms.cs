using System.Globalization;
using System.Security;
using System.Text;

namespace Chantal.Core.Tests.Rpm.Solving;

/// <summary>Small made-up RPM repositories, each with names of its own, so that many of them can be asked about in one list.</summary>
internal sealed class RandomRpms(int seed)
{
    private static readonly string[] Flags = ["LT", "LE", "EQ", "GE", "GT"];
    private static readonly string[] Signs = ["<", "<=", "=", ">=", ">"];

    private readonly Random _random = new(seed);
    private readonly string _prefix = $"r{seed.ToString(CultureInfo.InvariantCulture)}-";
    private int _names;

    /// <summary>The <c>package</c> elements.</summary>
    public IEnumerable<string> Elements()
    {
        _names = _random.Next(3, 6);
        for (var name = 0; name < _names; name++)
        {
            for (var version = _random.Next(1, 4); version > 0; version -= _random.Next(1, 3))
            {
                yield return Element(name, version, _random.Next(3) == 0 ? "noarch" : "x86_64");
            }
        }
    }

    private string Element(int name, int version, string architecture)
    {
        var text = new StringBuilder();
        var id = $"{seed:x8}{name:x8}{version:x8}".PadRight(64, '0');
        _ = text.Append(CultureInfo.InvariantCulture, $"""
            <package type="rpm"><name>{_prefix}{name}</name><arch>{architecture}</arch><version epoch="0" ver="{version}" rel="1"/><checksum type="sha256" pkgid="YES">{id}</checksum>
            <summary>x</summary><description>x</description><packager/><url/><time file="1" build="1"/><size package="1" installed="1" archive="1"/><location href="{_prefix}{name}-{version}-1.{architecture}.rpm"/>
            <format><rpm:license>x</rpm:license><rpm:vendor/><rpm:group>x</rpm:group><rpm:buildhost>x</rpm:buildhost><rpm:sourcerpm>x-1-1.src.rpm</rpm:sourcerpm><rpm:header-range start="1" end="2"/>
            <rpm:provides><rpm:entry name="{_prefix}{name}" flags="EQ" epoch="0" ver="{version}" rel="1"/>
            """);
        for (var i = _random.Next(3); i > 0; i--)
        {
            _ = text.Append(Entry(_random.Next(3) == 0 ? $"{_prefix}{_random.Next(_names + 1)}" : $"{_prefix}v{_random.Next(3)}", isProvide: true));
        }

        _ = text.Append("</rpm:provides>");
        List(text, "requires", 2, 3);
        List(text, "conflicts", 4, 1);
        List(text, "obsoletes", 6, 0);
        _ = text.Append(_random.Next(4) == 0 ? $"<file>/usr/bin/{_prefix}f{_random.Next(2)}</file>" : "");
        return text.Append("</format></package>\n").ToString();
    }

    private void List(StringBuilder text, string kind, int oneIn, int richness)
    {
        if (_random.Next(oneIn) == 0)
        {
            _ = text.Append("<rpm:").Append(kind).Append('>');
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                _ = text.Append(_random.Next(6) < richness ? $"<rpm:entry name=\"{SecurityElement.Escape(Rich(2, kind == "conflicts"))}\"/>"
                    : richness > 0 && _random.Next(8) == 0 ? $"<rpm:entry name=\"/usr/bin/{_prefix}f{_random.Next(3)}\"/>"
                    : Entry(Name()));
            }

            _ = text.Append("</rpm:").Append(kind).Append('>');
        }
    }

    // What is provided is a version with its release: where a range is, or the release is missing on one side, rpm and libsolv compare in different ways, and Chantal as rpm does.
    private string Entry(string name, bool isProvide = false) =>
        _random.Next(2) == 0 ? $"<rpm:entry name=\"{name}\"/>" : $"<rpm:entry name=\"{name}\" flags=\"{(isProvide ? "EQ" : Flags[_random.Next(Flags.Length)])}\" epoch=\"0\" ver=\"{_random.Next(1, 4)}\"{(isProvide || _random.Next(2) == 0 ? " rel=\"1\"" : "")}/>";

    private string Name() => _random.Next(4) == 0 ? $"{_prefix}v{_random.Next(4)}" : $"{_prefix}{_random.Next(_names + 1)}";

    private string Rich(int depth, bool isConflict)
    {
        string Part() => depth > 1 && _random.Next(4) == 0 ? Rich(depth - 1, isConflict) : _random.Next(2) == 0 ? Name() : $"{Name()} {Signs[_random.Next(Signs.Length)]} {_random.Next(1, 4)}";
        string Plain() => _random.Next(2) == 0 ? Name() : $"{Name()} {Signs[_random.Next(Signs.Length)]} {_random.Next(1, 4)}";
        return _random.Next(7) switch
        {
            0 => $"({Part()} and {Part()})",
            1 => $"({Part()} or {Part()} or {Part()})",
            2 => $"({Part()} {(isConflict ? "unless" : "if")} {Part()})",
            3 => $"({Part()} {(isConflict ? "unless" : "if")} {Part()} else {Part()})",
            4 => $"({Plain()} with {Plain()})",
            5 => $"({Plain()} without {Plain()})",
            _ => $"({Part()} or {Part()})",
        };
    }
}
