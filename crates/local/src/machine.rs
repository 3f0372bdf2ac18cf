//! The machine that something was measured on.

/// Cores that this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The processor's name, on Linux.
pub fn processor() -> Option<String> {
    value("/proc/cpuinfo", "model name")
}

/// The memory as text, on Linux.
pub fn memory() -> Option<String> {
    let kilobytes: f64 =
        value("/proc/meminfo", "MemTotal")?.trim_end_matches(" kB").parse().ok()?;
    Some(format!("{:.0} GB", kilobytes * 1024.0 / 1e9))
}

/// The value behind a name and a colon.
fn value(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
}
