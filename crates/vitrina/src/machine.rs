//! The machine that something was measured on, in words.

use std::fs::read_to_string;
use std::thread::available_parallelism;

/// Cores, processor and memory, as far as the system tells.
pub fn describe() -> String {
    let cores = available_parallelism().map_or(1, usize::from);
    let field = |file: &str, name: &str| -> Option<String> {
        let text = read_to_string(file).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?.to_owned();
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .map_or_else(String::new, |kib| format!(", {} GiB of memory", kib.div_ceil(1024 * 1024)));
    let build = if cfg!(debug_assertions) { ", a debug build: figures mean nothing" } else { "" };
    format!("{cores} cores of {processor}{memory}, {}{build}", std::env::consts::OS)
}
