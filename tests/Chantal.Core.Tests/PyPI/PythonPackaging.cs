using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.PyPI;

/// <summary>Asks the packaging library, the system's own or the one that pip brings along: the reference of everything that PEP 440 and PEP 508 say.</summary>
internal static class PythonPackaging
{
    private const string Prelude = """
        import importlib, sys
        def load(name):
            try:
                return importlib.import_module("packaging." + name)
            except ImportError:
                return importlib.import_module("pip._vendor.packaging." + name)
        lines = open(sys.argv[1], encoding="utf-8").read().split("\n")

        """;

    /// <summary>Runs a script that finds <c>lines</c> and prints one line for each, in order.</summary>
    public static string[] Answer(string script, IReadOnlyCollection<string> lines)
    {
        using var directory = new TemporaryDirectory();
        var input = directory.PathOf("lines");
        File.WriteAllText(input, string.Join('\n', lines));
        var output = System.Text.Encoding.UTF8.GetString(Shell.Require(directory.Root, Shell.Python, "-W", "ignore", "-c", Prelude + script, input));
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(lines.Count, answers);
        return answers;
    }
}
