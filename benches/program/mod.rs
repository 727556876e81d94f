//! Runs other programs.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What a command prints; `None` if it is late, in which case it is killed.
pub(crate) fn output(command: &mut Command, is_late: impl Fn(&Child) -> bool) -> Option<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the solver runs");
    let mut stdout = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        stdout.read_to_end(&mut text).map(|_| text)
    });
    let in_time = wait(&mut child, is_late);
    let text = reader.join().expect("a reader").expect("its output");
    in_time.then(|| String::from_utf8_lossy(&text).into_owned())
}

/// Waits until it ends, and kills it if it is late. Returns whether it ended by itself.
fn wait(child: &mut Child, is_late: impl Fn(&Child) -> bool) -> bool {
    let mut nap = Duration::from_micros(200);
    loop {
        if child.try_wait().expect("its state").is_some() {
            return true;
        }
        if is_late(child) {
            child.kill().expect("its end");
            child.wait().expect("its end");
            return false;
        }
        std::thread::sleep(nap);
        nap = (nap * 5 / 4).min(Duration::from_millis(5));
    }
}
