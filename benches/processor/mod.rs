//! What the processor spent on the runs of other programs.

/// The processor's seconds of all runs that have ended, in user and system mode, as Linux tells them.
pub(crate) fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the program's name, which may hold anything: the 14th and 15th fields are those of the children.
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    // A tick is a hundredth of a second wherever Linux runs.
    ticks
        .map(|ticks| ticks.parse::<f64>().unwrap_or(0.0) / 100.0)
        .sum()
}
