//! Plots as SVG, in colours for light and for dark.

use std::fmt::Write;

use anyhow::{Context, Result};
use connectly_local::workspace;

use crate::plan::{Scenario, USUAL};
use crate::results::Results;
use crate::spread::Spread;
use crate::table::number;

/// The folder of the plots, beside the document.
const FOLDER: &str = "benchmarks";
pub const GROWTH: &str = "benchmarks/growth.svg";

const WIDTH: f64 = 720.0;
/// Between the left edge and the axis, for the names.
const LEFT: f64 = 190.0;
/// Between the axis's end and the right edge, for the numbers.
const RIGHT: f64 = 90.0;

/// The colours of lines and bars. They are distinguishable in both themes, including for
/// colour-blind readers.
const STYLE: &str = "
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .axis { stroke: #8c959f; stroke-width: 1; }
  .whisker { stroke: #1f2328; stroke-width: 1.5; }
  .a { fill: #0969da; stroke: #0969da; }
  .b { fill: #bc4c00; stroke: #bc4c00; }
  .c { fill: #8250df; stroke: #8250df; }
  .d { fill: #6e7781; stroke: #6e7781; }
  .line { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .axis { stroke: #6e7681; }
    .whisker { stroke: #e6edf3; }
    .a { fill: #58a6ff; stroke: #58a6ff; }
    .b { fill: #f0883e; stroke: #f0883e; }
    .c { fill: #bc8cff; stroke: #bc8cff; }
    .d { fill: #8b949e; stroke: #8b949e; }
  }
";

/// The path of a scenario's plot in the document.
pub fn path(scenario: Scenario) -> String {
    format!("{FOLDER}/{}.svg", scenario.file_name())
}

/// Writes all plots.
pub fn write(results: &Results) -> Result<()> {
    let docs = workspace::root().join("docs");
    std::fs::create_dir_all(docs.join(FOLDER)).context("cannot create a folder for plots")?;
    let scenarios = Scenario::ALL.into_iter();
    let plots = scenarios
        .map(|scenario| (path(scenario), throughput(results, scenario)))
        .chain([(GROWTH.to_owned(), growth(results))]);
    for (path, plot) in plots {
        let file = docs.join(&path);
        std::fs::write(&file, plot).with_context(|| format!("cannot write docs/{path}"))?;
    }
    Ok(())
}

/// A bar for each contestant at the usual number of connections.
fn throughput(results: &Results, scenario: Scenario) -> String {
    let bars = results.contestants(scenario).into_iter().filter_map(|contestant| {
        let rate = results.rate(contestant, scenario, USUAL)?;
        Some((contestant, class(contestant), rate))
    });
    let title = format!("{}, {USUAL} connections", scenario.title());
    bars_of(&title, &bars.collect::<Vec<_>>())
}

fn class(contestant: &str) -> &'static str {
    match contestant.split('-').next() {
        Some("connectly") => "a",
        Some("original") => "b",
        Some("native") => "c",
        _ => "d",
    }
}

fn bars_of(title: &str, bars: &[(&str, &str, Spread)]) -> String {
    const ROW: f64 = 28.0;
    const TOP: f64 = 44.0;
    let height = TOP + ROW * bars.len() as f64 + 54.0;
    let most = bars.iter().map(|(_, _, rate)| rate.max).fold(1.0, f64::max);
    let scale = |value: f64| LEFT + value / most * (WIDTH - LEFT - RIGHT);
    let mut svg = begin(title, height);
    let bottom = height - 50.0;
    for tick in ticks(most) {
        let x = scale(tick);
        line(&mut svg, "axis", (x, TOP - 8.0), (x, bottom));
        text(&mut svg, "middle", (x, bottom + 18.0), &number(tick));
    }
    let middle = (LEFT + WIDTH - RIGHT) / 2.0;
    text(
        &mut svg,
        "middle",
        (middle, bottom + 40.0),
        "requests per second: median, least and most",
    );
    for (index, (name, class, rate)) in bars.iter().enumerate() {
        let y = TOP + ROW * index as f64;
        text(&mut svg, "end", (LEFT - 10.0, y + 14.0), name);
        let width = scale(rate.median) - LEFT;
        add(
            &mut svg,
            format_args!(
                "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y:.1}\" width=\"{width:.1}\" \
                 height=\"18\"/>"
            ),
        );
        line(&mut svg, "whisker", (scale(rate.min), y + 9.0), (scale(rate.max), y + 9.0));
        text(&mut svg, "start", (scale(rate.max) + 8.0, y + 14.0), &number(rate.median));
    }
    svg + "</svg>\n"
}

/// A line for each question: milliseconds over the number of posts.
fn growth(results: &Results) -> String {
    const TOP: f64 = 44.0;
    const BOTTOM: f64 = 300.0;
    const END: f64 = WIDTH - 150.0;
    const START: f64 = 70.0;
    let mut posts: Vec<_> = results.growth.iter().map(|one| one.posts).collect();
    posts.sort_unstable();
    posts.dedup();
    let most = results.growth.iter().map(|one| one.milliseconds).fold(0.1, f64::max);
    let last = posts.len().saturating_sub(1).max(1) as f64;
    let x = |index: usize| START + index as f64 / last * (END - START);
    let y = |milliseconds: f64| BOTTOM - milliseconds / most * (BOTTOM - TOP);
    let mut svg = begin("half of all requests are faster, in milliseconds", BOTTOM + 50.0);
    for tick in ticks(most) {
        line(&mut svg, "axis", (START, y(tick)), (END, y(tick)));
        text(&mut svg, "end", (START - 8.0, y(tick) + 4.0), &format!("{} ms", number(tick)));
    }
    for (index, &posts) in posts.iter().enumerate() {
        let label = format!("{} posts", number(f64::from(posts)));
        text(&mut svg, "middle", (x(index), BOTTOM + 24.0), &label);
    }
    let mut whats: Vec<&str> = Vec::new();
    for one in &results.growth {
        if !whats.contains(&&*one.what) {
            whats.push(&one.what);
        }
    }
    let mut ends = Vec::new();
    for (what, class) in whats.iter().zip(["a", "b", "c", "d"]) {
        let medians: Vec<_> =
            posts.iter().filter_map(|&posts| Some(results.growth(what, posts)?.median)).collect();
        let points: Vec<_> = medians
            .iter()
            .enumerate()
            .map(|(index, &median)| format!("{:.1},{:.1}", x(index), y(median)))
            .collect();
        add(
            &mut svg,
            format_args!(
                "<polyline class=\"{class} line\" style=\"fill: none\" points=\"{}\"/>",
                points.join(" ")
            ),
        );
        ends.push((y(medians.last().copied().unwrap_or(0.0)), (*what, class)));
    }
    for (y, (what, class)) in apart(ends) {
        let (x, y) = (END + 8.0, y + 4.0);
        add(
            &mut svg,
            format_args!(
                "<text class=\"{class}\" style=\"stroke: none\" x=\"{x}\" y=\"{y:.1}\">{what}</text>"
            ),
        );
    }
    svg + "</svg>\n"
}

/// Moves names that would overlap.
fn apart<T>(mut names: Vec<(f64, T)>) -> Vec<(f64, T)> {
    const LINE: f64 = 16.0;
    names.sort_by(|one, other| other.0.total_cmp(&one.0));
    for index in 1..names.len() {
        names[index].0 = names[index].0.min(names[index - 1].0 - LINE);
    }
    names
}

fn begin(title: &str, height: f64) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-label=\"{title}\">\n<style>{STYLE}</style>\n"
    );
    add(&mut svg, format_args!("<text class=\"title\" x=\"10\" y=\"20\">{title}</text>"));
    svg
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    add(
        svg,
        format_args!(
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        ),
    );
}

fn text(svg: &mut String, anchor: &str, (x, y): (f64, f64), text: &str) {
    add(
        svg,
        format_args!("<text text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>"),
    );
}

fn add(svg: &mut String, element: std::fmt::Arguments<'_>) {
    // Writing to text does not fail.
    let _ = writeln!(svg, "{element}");
}

/// Four or five round numbers from 0 to the maximum.
fn ticks(most: f64) -> impl Iterator<Item = f64> {
    let rough = most / 4.0;
    let unit = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * unit);
    let step = step.into_iter().find(|step| *step >= rough).unwrap_or(rough);
    (0..).map(move |index| f64::from(index) * step).take_while(move |tick| *tick <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(ticks(10_300.0).collect::<Vec<_>>(), [0.0, 5_000.0, 10_000.0]);
        assert_eq!(ticks(0.9).collect::<Vec<_>>(), [0.0, 0.25, 0.5, 0.75]);
    }

    #[test]
    fn names_do_not_lie_on_each_other() {
        let names = apart(vec![(100.0, "a"), (95.0, "b"), (20.0, "c")]);
        assert_eq!(names, [(100.0, "a"), (84.0, "b"), (20.0, "c")]);
    }
}
