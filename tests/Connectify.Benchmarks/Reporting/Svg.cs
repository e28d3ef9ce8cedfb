using System.Globalization;
using System.Net;
using System.Text;

namespace Connectify.Benchmarks.Reporting;

/// <summary>
/// Draws a <see cref="Plot"/> as SVG, the same text for the same figures on every machine: fonts are the viewer's, and its
/// colours follow whether the viewer likes dark or light.
/// </summary>
internal static class Svg
{
    private const int Width = 900;
    private const int Height = 420;
    private const int Left = 84;
    private const int Right = 610;
    private const int Top = 48;
    private const int Bottom = 360;
    private const int LegendLine = 22;
    private const int Radius = 3;

    private const string Style = """
        <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-size: 16px; font-weight: 600; }
        .tick { font-size: 12px; fill: #59636e; }
        .back { fill: #ffffff; }
        .grid { stroke: #d1d9e0; stroke-width: 1; }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc; }
        .tick { fill: #9198a1; }
        .back { fill: #0d1117; }
        .grid { stroke: #3d444d; }
        }
        </style>
        """;

    // Each to be told from the others, and seen on white and on black.
    private static readonly string[] Colours =
        ["#2f81f7", "#db6d28", "#2da44e", "#bf4b8a", "#b08800", "#8957e5", "#e5534b", "#1b9aaa", "#768390", "#6b8e23"];

    /// <summary>The picture; null where nothing was measured for it.</summary>
    internal static string? Draw(Plot plot)
    {
        var curves = plot.Curves
            .Select((curve, i) => (curve.Name, Colour: Colours[i % Colours.Length], Points: curve.Points.Where(point => IsDrawn(plot, point)).ToList()))
            .Where(curve => curve.Points.Count > 0)
            .ToList();

        if (curves.Count == 0)
        {
            return null;
        }

        var x = Axis.OfChosen([.. curves.SelectMany(curve => curve.Points.Select(point => point.X))], plot.IsLogX, Left, Right);
        var y = Axis.OfMeasured([.. curves.SelectMany(curve => curve.Points.Select(point => point.Y))], plot.IsLogY, Bottom, Top);
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\">");
        Add(svg, $"<title>{Text(plot.Title)}</title>");
        svg.Append(Style).Append('\n');
        Add(svg, $"<rect class=\"back\" width=\"{Width}\" height=\"{Height}\" rx=\"6\"/>");
        AddFrame(svg, plot, x, y);

        foreach (var (_, colour, points) in curves)
        {
            AddCurve(svg, colour, [.. points.Select(point => (x.At(point.X), y.At(point.Y)))]);
        }

        AddLegend(svg, [.. curves.OrderBy(curve => y.At(curve.Points[^1].Y)).Select(curve => (curve.Name, curve.Colour))]);
        Add(svg, $"</svg>");

        return svg.ToString();
    }

    // Zero has no place on an axis of decades.
    private static bool IsDrawn(Plot plot, (double X, double Y) point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y) && (!plot.IsLogX || point.X > 0) && (!plot.IsLogY || point.Y > 0);

    private static void AddFrame(StringBuilder svg, Plot plot, Axis x, Axis y)
    {
        Add(svg, $"<text class=\"title\" x=\"{Left}\" y=\"26\">{Text(plot.Title)}</text>");

        foreach (var tick in y.Ticks)
        {
            Add(svg, $"<line class=\"grid\" x1=\"{Left}\" y1=\"{y.At(tick):0.#}\" x2=\"{Right}\" y2=\"{y.At(tick):0.#}\"/>");
            Add(svg, $"<text class=\"tick\" x=\"{Left - 8}\" y=\"{y.At(tick) + 4:0.#}\" text-anchor=\"end\">{Axis.Text(tick)}</text>");
        }

        foreach (var tick in x.Ticks)
        {
            Add(svg, $"<line class=\"grid\" x1=\"{x.At(tick):0.#}\" y1=\"{Top}\" x2=\"{x.At(tick):0.#}\" y2=\"{Bottom}\"/>");
        }

        foreach (var tick in Apart(x))
        {
            Add(svg, $"<text class=\"tick\" x=\"{x.At(tick):0.#}\" y=\"{Bottom + 20}\" text-anchor=\"middle\">{Axis.Text(tick)}</text>");
        }

        const int Centre = (Top + Bottom) / 2;
        Add(svg, $"<text x=\"{(Left + Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">{Text(plot.XLabel)}</text>");
        Add(svg, $"<text x=\"16\" y=\"{Centre}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {Centre})\">{Text(plot.YLabel)}</text>");
    }

    // Those whose names do not lie upon each other.
    private static IEnumerable<double> Apart(Axis x)
    {
        const double WidthOfCharacter = 7.5;
        var end = double.NegativeInfinity;

        foreach (var tick in x.Ticks)
        {
            var half = Axis.Text(tick).Length * WidthOfCharacter / 2;

            if (x.At(tick) - half > end)
            {
                end = x.At(tick) + half;
                yield return tick;
            }
        }
    }

    private static void AddCurve(StringBuilder svg, string colour, IReadOnlyList<(double X, double Y)> points)
    {
        var line = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
        Add(svg, $"<polyline class=\"curve\" stroke=\"{colour}\" points=\"{line}\"/>");

        foreach (var (x, y) in points)
        {
            Add(svg, $"<circle fill=\"{colour}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{Radius}\"/>");
        }
    }

    // In the order in which the curves end, the highest first.
    private static void AddLegend(StringBuilder svg, IReadOnlyList<(string Name, string Colour)> curves)
    {
        for (var i = 0; i < curves.Count; i++)
        {
            var y = Top + 8 + (i * LegendLine);
            Add(svg, $"<line class=\"curve\" stroke=\"{curves[i].Colour}\" x1=\"{Right + 18}\" y1=\"{y}\" x2=\"{Right + 38}\" y2=\"{y}\"/>");
            Add(svg, $"<text x=\"{Right + 44}\" y=\"{y + 4}\">{Text(curves[i].Name)}</text>");
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString line) =>
        svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
