using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A real browser without a window, that looks at a page in a file.</summary>
public static partial class Browser
{
    /// <summary>The page's elements, after the browser has read them.</summary>
    public static string Dom(string page) => Run(page, 1200, "--dump-dom");

    /// <summary>Writes a picture of the page and returns its width and height.</summary>
    public static (int Width, int Height) Screenshot(string page, string picture, int width, int height)
    {
        Run(page, width, $"--screenshot={picture}", $"--window-size={width},{height}");
        var header = File.ReadAllBytes(picture).AsSpan(16, 8);
        return (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
    }

    /// <summary>What does not fit into a window of a width: an element's name and text each.</summary>
    public static IReadOnlyList<string> Overflow(string page, int width)
    {
        // A copy without its policy, so that it may measure itself.
        var copy = page + ".measured.html";
        File.WriteAllText(copy, Policy().Replace(File.ReadAllText(page), "").Replace("</body>", """
            <script>
              // The head of a table is out of sight where each cell has its label.
              const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest("thead"));
              document.documentElement.innerHTML = `<body><pre id=measured>${innerWidth} ${document.documentElement.scrollWidth}\n${wide.map(e => e.localName + " " + e.textContent.slice(0, 40).replace(/[<&\s]+/g, " ")).join("\n")}</pre>`;
            </script></body>
            """, StringComparison.Ordinal));
        var lines = Measured().Match(Run(copy, width, "--dump-dom")).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        File.Delete(copy);
        Assert.StartsWith($"{width} ", lines[0]);
        return lines[0] == $"{width} {width}" ? lines[1..] : lines;
    }

    private static string Run(string page, int width, params string[] arguments) => Command.Output(
        "chromium-headless-shell", ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--window-size={width},1000", .. arguments, new Uri(page).AbsoluteUri]);

    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy"[^>]*>""")]
    private static partial Regex Policy();

    [GeneratedRegex("<pre id=\"measured\">([^<]*)</pre>")]
    private static partial Regex Measured();
}
