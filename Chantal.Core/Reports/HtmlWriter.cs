using System.Net;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Reports;

/// <summary>Writes HTML: elements that are closed by <c>using</c>, and text that is always escaped.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

    /// <summary>Begins an element; disposing the result ends it.</summary>
    public Scope Open(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        return new Scope(this, element);
    }

    /// <summary>An element that holds text.</summary>
    public HtmlWriter Element(string element, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        Text(text);
        End(element);
        return this;
    }

    /// <summary>An element that has no content.</summary>
    public HtmlWriter Void(string element, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Begin(element, attributes);
        _page.Insert(_page.Length - 1, " /").Append('\n');
        return this;
    }

    /// <summary>Text, whatever it is.</summary>
    public HtmlWriter Text(string text)
    {
        _page.Append(WebUtility.HtmlEncode(Printable.Escape(text)));
        return this;
    }

    /// <summary>What is Chantal's own and no text: the style sheet.</summary>
    public HtmlWriter Raw(string html)
    {
        _page.Append(html);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _page.ToString();

    private void Begin(string element, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _page.Append('<').Append(element);
        foreach (var (name, value) in attributes)
        {
            _page.Append(' ').Append(name).Append("=\"").Append(WebUtility.HtmlEncode(Printable.Escape(value))).Append('"');
        }

        _page.Append('>');
    }

    private void End(string element)
    {
        _page.Append("</").Append(element).Append('>');

        // A blank between words would be seen.
        if (element is not ("span" or "strong" or "code" or "time" or "a"))
        {
            _page.Append('\n');
        }
    }

    /// <summary>An element that is open.</summary>
    internal readonly struct Scope(HtmlWriter html, string element) : IDisposable
    {
        public void Dispose() => html.End(element);
    }
}
