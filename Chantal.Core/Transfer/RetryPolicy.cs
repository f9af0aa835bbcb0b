using System.Globalization;
using System.Net.Http.Headers;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>How long to wait before an attempt is repeated: exponential backoff with full jitter, or what the server asks.</summary>
/// <param name="MaxRetries">Repetitions after the first attempt.</param>
/// <param name="Jitter">A number from 0 to 1 (exclusive) each time it is called.</param>
internal sealed record RetryPolicy(int MaxRetries, Func<double> Jitter)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>More than this no server may ask of us: a build cannot wait for years.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(2);

    /// <summary>The wait before the repetition with this number, counted from 0.</summary>
    public TimeSpan Delay(int repetition, TimeSpan? asked)
    {
        var ceiling = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(repetition, 30)));
        var own = TimeSpan.FromSeconds(ceiling * Jitter());
        var theirs = asked is { } value ? TimeSpan.FromTicks(Math.Min(value.Ticks, LongestAsked.Ticks)) : TimeSpan.Zero;
        return own > theirs ? own : theirs;
    }

    /// <summary>Whether a server that counts requests takes one again before long.</summary>
    public bool Waits(Failure failure) => failure.Kind == FailureKind.Counted && MaxRetries > 0 && failure.RetryAfter <= LongestAsked;

    /// <summary>Reads <c>Retry-After</c> (RFC 9110 §10.2.3), seconds or a date; null where it is absent or makes no sense.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        var text = values.ToString().Trim();
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            // Servers do ask for more seconds than an integer holds.
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.MaxValue;
        }

        return headers.RetryAfter?.Date is { } date && date > now ? date - now : null;
    }
}
