//! chromedriver as a child of the test.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A running chromedriver. It stops when this goes.
pub(super) struct Driver {
    child: Child,
    port: u16,
    /// The browser that it drives.
    pub(super) browser: PathBuf,
}

/// True when the tests run as root.
pub(super) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn find(names: &[&str]) -> Result<PathBuf, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .flat_map(|directory| names.iter().map(move |name| directory.join(name)))
        .find(|file| file.is_file())
        .ok_or_else(|| format!("browser not found: no {}", names.join(" or ")))
}

impl Driver {
    /// Starts it on a free port.
    pub(super) fn start() -> Result<Self, String> {
        let browser = find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])?;
        let driver = find(&["chromedriver"])?;
        let mut child = Command::new(&driver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", driver.display()))?;
        let told = child.stdout.take().expect("the output was asked for");
        let mut lines = BufReader::new(told).lines();
        // The line is "ChromeDriver was started successfully on port 38475."
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').trim().parse().ok()
        });
        // What it still says is read and forgotten, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        match port {
            Some(port) => Ok(Self { child, port, browser }),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                Err("chromedriver told no port".to_owned())
            }
        }
    }

    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(super) fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.stop();
    }
}
