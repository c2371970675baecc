//! The program, run to its end or for as long as a test lasts.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program, stopped when the test ends.
pub struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// Starts a command over a directory and waits until it tells its address; the output of a failure otherwise.
    pub fn start(command: &str, data: &Path) -> Result<Self, String> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_vitrina"));
        program.args([command, "--listen", "127.0.0.1:0", "--data"]).arg(data).current_dir(data);
        Self::begin(&mut program)
    }

    /// The same with a command line of its own.
    pub fn begin(program: &mut Command) -> Result<Self, String> {
        program.env_remove("VITRINA_DATABASE").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let Some(address) = line.trim().strip_prefix("Vitrina: http://") else {
            let mut problem = String::new();
            child.stderr.take().expect("its errors").read_to_string(&mut problem).expect("text");
            assert!(!child.wait().expect("an end").success());
            return Err(problem);
        };
        Ok(Self { address: address.to_owned(), child })
    }

    /// Where it listens.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// The answer to a request, which closes the connection.
    pub fn send(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers in text");
        answer
    }
}

impl Running {
    /// Stops it; its log.
    pub fn stop(mut self) -> String {
        self.child.kill().expect("it runs");
        let mut log = String::new();
        self.child.stderr.take().expect("its log").read_to_string(&mut log).expect("text");
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a command said to its end.
pub struct Ended {
    pub well: bool,
    /// On standard output.
    pub told: String,
    /// On standard error.
    pub said: String,
}

/// Runs it to its end, where no settings lie.
pub fn end(command: &mut Command) -> Ended {
    let ended = command.current_dir(std::env::temp_dir()).env_remove("VITRINA_DATABASE").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ended { well: ended.status.success(), told: text(&ended.stdout), said: text(&ended.stderr) }
}

/// Runs a command to its end, where no settings lie.
pub fn run(command: &[&str]) -> Ended {
    end(Command::new(env!("CARGO_BIN_EXE_vitrina")).args(command))
}

/// Runs a command to its end over a directory: whether it went well, and what it said of itself.
pub fn ended(command: &[&str], data: &Path) -> (bool, String) {
    said(Command::new(env!("CARGO_BIN_EXE_vitrina")).args(command).arg("--data").arg(data))
}

/// Runs a command to its end, where no settings lie: whether it went well, and all that it said.
pub fn said(command: &mut Command) -> (bool, String) {
    let ended = end(command);
    (ended.well, ended.said + &ended.told)
}
