//! What a command writes, line by line.

use std::io::{BufRead, BufReader, PipeReader, pipe};
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::Command;
use tokio::sync::mpsc;

/// The lines of a command that runs: those of stdout and stderr, in their order.
pub struct Output(mpsc::UnboundedReceiver<String>);

impl Output {
    /// Starts a command in the given way, with its output in a pipe.
    pub fn of<T>(
        command: &mut Command,
        spawn: impl FnOnce(&mut Command) -> Result<T>,
    ) -> Result<(T, Self)> {
        let (reader, writer) = pipe().context("there is no pipe")?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let started = spawn(command);
        // The pipe ends when nothing holds its other end: the command must not.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Ok((started?, Self::follow(reader)))
    }

    fn follow(reader: PipeReader) -> Self {
        let (sender, lines) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
                if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    return;
                }
            }
        });
        Self(lines)
    }

    /// Gives each line as it comes, until the last one.
    pub async fn for_each(mut self, mut each: impl FnMut(&str)) {
        while let Some(line) = self.0.recv().await {
            each(&line);
        }
    }
}

/// Runs a command to its end and gives each line that it writes. Whether it succeeded is the
/// answer.
pub async fn run(command: &mut Command, each: impl FnMut(&str)) -> Result<bool> {
    let spawn = |command: &mut Command| command.spawn().context("cannot start the tests");
    let (mut child, output) = Output::of(command, spawn)?;
    output.for_each(each).await;
    Ok(child.wait().await?.success())
}

#[cfg(test)]
mod tests {
    use connectly_local::process;

    use super::*;

    #[tokio::test]
    async fn both_outputs_come_in_their_order() {
        let mut command = process::command("sh");
        command.args(["-c", "echo one; echo two >&2; echo three; exit 1"]);
        let mut lines = Vec::new();
        let succeeded = run(&mut command, |line| lines.push(line.to_owned())).await.unwrap();
        assert!(!succeeded);
        assert_eq!(lines, ["one", "two", "three"]);
    }
}
