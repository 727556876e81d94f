//! How much processor time runs of other programs took.

/// The processor seconds of all child processes that have ended, in user and system mode, as reported by Linux.
pub(crate) fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name may contain anything. After it, the 14th and 15th fields are the times of the children.
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    // A tick is a hundredth of a second on every Linux system.
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap_or(0.0) / 100.0)
        .sum()
}
