//! How a command ends.

use std::process::ExitCode;

use anyhow::Result;

use crate::stop_signal::StopSignal;

/// How a command ended that has reported its own failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All went well.
    Success,
    /// Something failed.
    Failure,
    /// Somebody stopped it.
    Interrupted,
}

impl Outcome {
    /// Whether all went well.
    pub fn of(success: bool) -> Self {
        if success { Self::Success } else { Self::Failure }
    }

    /// Runs a command that ends by itself. If it is interrupted, what it has started is stopped
    /// all the same.
    pub async fn until_stopped(command: impl Future<Output = Result<Self>>) -> Result<Self> {
        let mut stop = StopSignal::new()?;
        tokio::select! {
            result = command => result,
            () = stop.received() => Ok(Self::Interrupted),
        }
    }

    /// The exit code of the process; an error is shown.
    pub fn report(result: Result<Self>) -> ExitCode {
        match result {
            Ok(Self::Success) => ExitCode::SUCCESS,
            Ok(Self::Failure) => ExitCode::FAILURE,
            // What a shell shows for a program that Ctrl-C ended.
            Ok(Self::Interrupted) => ExitCode::from(130),
            Err(error) => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        }
    }
}
