using System.Globalization;

namespace Dispatcher.Campaign.Soaking;

/// <summary>A process's memory, MB (10^6 bytes).</summary>
/// <param name="Resident">The resident set.</param>
/// <param name="Anonymous">What of it is no file: heap, stacks, buffers.</param>
internal sealed record ProcessMemory(double Resident, double Anonymous)
{
    /// <summary>As it is now.</summary>
    public static ProcessMemory Of(int process)
    {
        double resident = 0,
            anonymous = 0;
        foreach (string line in File.ReadLines($"/proc/{process}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                resident = Megabytes(line);
            else if (line.StartsWith("RssAnon:", StringComparison.Ordinal))
                anonymous = Megabytes(line);
        }

        return new(resident, anonymous);
    }

    private static double Megabytes(string line) =>
        double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
        * 1024
        / 1e6;
}
